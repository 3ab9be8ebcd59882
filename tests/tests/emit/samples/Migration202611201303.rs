//! blog: "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here\`tick\` \`\`\`back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab\<script\> \[link\] httpsr#"raw"#//! doc\`\`\`\nfn main() {}\n\`\`\`
//!
//! ```text
//! + enum "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\slash\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#"raw"#//! doc```\nfn main() {}\n```: "#, "##", */ /* //, {} {0} ${x}, cr\rhere, crlf\r\nhere, u\u{2028}v\u{2029}w, bidi \u{202e}x\u{2069}, nul\u{0}here, `tick` ```, back\slash\, new\nline, trailing ,  ; DROP TABLE x; --, '; --, 🎐 é ß, SELECT, zero\u{200b}width, \u{feff}bom, \t tab, <script> [link] https, r#"raw"#, //! doc, ```\nfn main() {}\n```
//! + table "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\slash\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#"raw"#//! doc```\nfn main() {}\n```
//!     + "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\slash\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#"raw"#//! doc```\nfn main() {}\n```  "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\slash\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#"raw"#//! doc```\nfn main() {}\n```  NOT NULL  default '"#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\slash\new\nlinetrailing  ; DROP TABLE x; --''; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#"raw"#//! doc```\nfn main() {}\n```'  existing rows get "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\slash\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#"raw"#//! doc```\nfn main() {}\n```
//!     + "#                      text  NOT NULL
//!     + "##"                    text  NOT NULL
//!     + */ /* //                text  NOT NULL
//!     + {} {0} ${x}             text  NOT NULL
//!     + cr\rhere                text  NOT NULL
//!     + crlf\r\nhere            text  NOT NULL
//!     + u\u{2028}v\u{2029}w     text  NOT NULL
//!     + bidi \u{202e}x\u{2069}  text  NOT NULL
//!     + nul\u{0}here            text  NOT NULL
//!     + `tick` ```              text  NOT NULL
//!     + back\slash\             text  NOT NULL
//!     + new\nline               text  NOT NULL
//!     + trailing                text  NOT NULL
//!     +  ; DROP TABLE x; --     text  NOT NULL
//!     + '; --                   text  NOT NULL
//!     + 🎐 é ß                   text  NOT NULL
//!     + SELECT                  text  NOT NULL
//!     + zero\u{200b}width       text  NOT NULL
//!     + \u{feff}bom             text  NOT NULL
//!     + \t tab                  text  NOT NULL
//!     + <script> [link] https   text  NOT NULL
//!     + r#"raw"#                text  NOT NULL
//!     + //! doc                 text  NOT NULL
//!     + ```\nfn main() {}\n```  text  NOT NULL
//!     + check "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\slash\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#"raw"#//! doc```\nfn main() {}\n``` ("#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\slash\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#"raw"#//! doc```\nfn main() {}\n```)
//! ```
//!
//! Data loss: up loses "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here\`tick\` \`\`\`back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab\<script\> \[link\] httpsr#"raw"#//! doc\`\`\`\nfn main() {}\n\`\`\`. Down: "#"##"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here\`tick\` \`\`\`back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab\<script\> \[link\] httpsr#"raw"#//! doc\`\`\`\nfn main() {}\n\`\`\`.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201303")
    .after("Migration202611201302")
    .requires(&[("\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```", "\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```")])
    .targets(&[Postgres, Sqlite])
    .up(&[
        step("\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```")
            .accept(Hazard::DataLoss, "\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```")
            .expects("\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```", "\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```,b")
            .expects_on(Sqlite, "\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```", "")
            .own_transaction()
            .postgres(&[
                r##""#"##,
                r###""##""###,
                "*/ /* //",
                "{} {0} ${x}",
                "cr\rhere",
                "crlf\r\nhere",
                "u\u{2028}v\u{2029}w",
                "bidi \u{202e}x\u{2069}",
                "nul\u{0}here",
                "`tick` ```",
                r"back\slash\",
                r"new
line",
                "trailing ",
                " ; DROP TABLE x; --",
                "'; --",
                "🎐 é ß",
                "SELECT",
                "zero\u{200b}width",
                "\u{feff}bom",
                r"	 tab",
                "<script> [link] https",
                r##"r#"raw"#"##,
                "//! doc",
                r"```
fn main() {}
```",
            ])
            .rebuild_sqlite("\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```", &[
                "\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```",
            ]),
        step("")
            .sql(&[
                r##""#"##,
                r###""##""###,
                "*/ /* //",
                "{} {0} ${x}",
                "cr\rhere",
                "crlf\r\nhere",
                "u\u{2028}v\u{2029}w",
                "bidi \u{202e}x\u{2069}",
                "nul\u{0}here",
                "`tick` ```",
                r"back\slash\",
                r"new
line",
                "trailing ",
                " ; DROP TABLE x; --",
                "'; --",
                "🎐 é ß",
                "SELECT",
                "zero\u{200b}width",
                "\u{feff}bom",
                r"	 tab",
                "<script> [link] https",
                r##"r#"raw"#"##,
                "//! doc",
                r"```
fn main() {}
```",
            ]),
        step("nothing"),
    ])
    .down(Down::Lossy { loses: "\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u{2028}v\u{2029}wbidi \u{202e}x\u{2069}nul\u{0}here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u{200b}width\u{feff}bom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```" }, &[
        step("one")
            .postgres(&[]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r###"
{"create_enum":{"item":{"name":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```","values":["\"#","\"##\"","*/ /* //","{} {0} ${x}","cr\rhere","crlf\r\nhere","u\u2028v\u2029w","bidi \u202ex\u2069","nul\u0000here","`tick` ```","back\\slash\\","new\nline","trailing "," ; DROP TABLE x; --","'; --","🎐 é ß","SELECT","zero\u200bwidth","\ufeffbom","\t tab","<script> [link] https","r#\"raw\"#","//! doc","```\nfn main() {}\n```"]}}}
{"add_column":{"table":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```","column":{"name":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```","type":{"custom":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```"},"default":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```","comment":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```"},"fill":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```"}}
{"create_table":{"table":{"name":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```","columns":[{"name":"\"#","type":"text"},{"name":"\"##\"","type":"text"},{"name":"*/ /* //","type":"text"},{"name":"{} {0} ${x}","type":"text"},{"name":"cr\rhere","type":"text"},{"name":"crlf\r\nhere","type":"text"},{"name":"u\u2028v\u2029w","type":"text"},{"name":"bidi \u202ex\u2069","type":"text"},{"name":"nul\u0000here","type":"text"},{"name":"`tick` ```","type":"text"},{"name":"back\\slash\\","type":"text"},{"name":"new\nline","type":"text"},{"name":"trailing ","type":"text"},{"name":" ; DROP TABLE x; --","type":"text"},{"name":"'; --","type":"text"},{"name":"🎐 é ß","type":"text"},{"name":"SELECT","type":"text"},{"name":"zero\u200bwidth","type":"text"},{"name":"\ufeffbom","type":"text"},{"name":"\t tab","type":"text"},{"name":"<script> [link] https","type":"text"},{"name":"r#\"raw\"#","type":"text"},{"name":"//! doc","type":"text"},{"name":"```\nfn main() {}\n```","type":"text"}],"comment":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```"}}}
{"add_check":{"table":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```","check":{"name":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```","expression":"\"#\"##\"*/ /* //{} {0} ${x}cr\rherecrlf\r\nhereu\u2028v\u2029wbidi \u202ex\u2069nul\u0000here`tick` ```back\\slash\\new\nlinetrailing  ; DROP TABLE x; --'; --🎐 é ßSELECTzero\u200bwidth\ufeffbom\t tab<script> [link] httpsr#\"raw\"#//! doc```\nfn main() {}\n```"}}}
"###;
