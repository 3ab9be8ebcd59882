//! The statements of a file of SQL, such as mysqldump and mariadb-dump write.

use super::super::script::{self, FileProblem, FileStatement, Part};
use super::super::token::begins;
use super::lexer::{Token, significant};
use super::statement::{check, end_of_statement};
use crate::Target;

/// See [`Dialect::statements`](super::super::Dialect::statements). What mysqldump writes for one database
/// is understood.
pub(super) fn of_file(file: &str, target: Target) -> Result<Vec<FileStatement>, FileProblem> {
    // DELIMITER is a word of the client's.
    let is_of_client = |line: &str| line.trim_start().to_ascii_uppercase().starts_with("DELIMITER ");
    let plain: Vec<&str> = file.split('\n').map(|line| if is_of_client(line) { "" } else { line }).collect();
    let plain = without_conditions(&plain.join("\n"), target);
    let tokens = significant(&plain).map_err(|message| FileProblem { line: 1, message })?;
    let end = |rest: &[Token<'_>]| end_of_statement(rest).unwrap_or(rest.len());
    script::cut(&plain, &tokens, |token| token.text, end, part)
}

/// The text with what stands in comments that the server runs (`/*!50100 … */`) as plain SQL, and without those
/// that are for another server. Lines stay where they are.
fn without_conditions(file: &str, target: Target) -> String {
    let mut plain = String::with_capacity(file.len());
    let mut rest = file;
    let mut is_open = false;
    while let Some(first) = rest.chars().next() {
        let mut taken = match first {
            '\'' | '"' | '`' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '-' if rest.starts_with("-- ") => rest.find('\n').unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        if let Some((length, is_ours)) = condition(rest, target) {
            taken = length;
            is_open = is_ours;
            if !is_ours {
                taken = rest[2..].find("*/").map_or(rest.len(), |end| end + 4);
                plain.extend(rest[..taken].matches('\n'));
            }
            plain.push(' ');
        } else if is_open && rest.starts_with("*/") {
            taken = 2;
            is_open = false;
            plain.push(' ');
        } else if let Some(inner) = rest.strip_prefix("/*") {
            taken = inner.find("*/").map_or(rest.len(), |end| end + 4);
            plain.push_str(&rest[..taken]);
        } else {
            plain.push_str(&rest[..taken]);
        }
        rest = &rest[taken..];
    }
    plain
}

/// How long the mark of a conditional comment is that a text begins with, and whether the server runs it.
fn condition(text: &str, target: Target) -> Option<(usize, bool)> {
    let is_mariadb = target == Target::Mariadb;
    let (mark, is_everyones) = match text {
        text if text.starts_with("/*!") => (3, true),
        text if text.starts_with("/*M!") => (4, false),
        _ => return None,
    };
    let digits = text[mark..].bytes().take_while(u8::is_ascii_digit).count();
    let version: u32 = text[mark..mark + digits].parse().unwrap_or(0);
    // MariaDB passes over what is for MySQL 5.7 and later; 999999 is for no server.
    let is_ours = match (is_everyones, is_mariadb) {
        (true, true) => !(50700..100_000).contains(&version),
        (true, false) => true,
        (false, is_mariadb) => is_mariadb,
    };
    Some((mark + digits, is_ours && version < 999_999))
}

fn part(statement: &[Token<'_>], sql: &str) -> Result<Part, String> {
    let begins = |words: &[&[&str]]| words.iter().any(|words| begins(statement, words));
    let sets_up = [
        &["SET"][..],
        &["LOCK", "TABLES"],
        &["UNLOCK", "TABLES"],
        &["START", "TRANSACTION"],
        &["COMMIT"],
        &["GRANT"],
        &["REVOKE"],
    ];
    if begins(&sets_up) {
        return Ok(Part::LeaveOut);
    }
    let beyond = ["DATABASE", "SCHEMA", "USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "INSTANCE"];
    if begins(&[&["CREATE"], &["ALTER"], &["DROP"]])
        && let Some(word) = beyond.iter().find(|word| statement.get(1).is_some_and(|it| it.is_word(word)))
    {
        return Err(format!("it changes a {}, which is more than a schema", word.to_lowercase()));
    }
    if let Some(name) = elsewhere(statement) {
        return Err(format!("it names `{name}` in another database: leave the database's name out"));
    }
    check(sql).map(|()| Part::Run)
}

/// A table, view or the like that is named together with its database.
fn elsewhere(statement: &[Token<'_>]) -> Option<String> {
    const BEFORE: [&str; 15] = [
        "TABLE",
        "EXISTS",
        "INTO",
        "UPDATE",
        "FROM",
        "JOIN",
        "ON",
        "REFERENCES",
        "VIEW",
        "TO",
        "LIKE",
        "IGNORE",
        "INDEX",
        "TRIGGER",
        "SEQUENCE",
    ];
    let named = statement.windows(4).find(|four| {
        BEFORE.iter().any(|word| four[0].is_word(word))
            && four[1].identifier().is_some()
            && four[2].is('.')
            && four[3].identifier().is_some()
    })?;
    named[3].identifier()
}

#[cfg(test)]
mod tests {
    use super::{of_file, without_conditions};
    use crate::Target;

    #[test]
    fn a_dump_is_its_statements_and_nothing_reaches_another_database() {
        let dump = "-- dump\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `a`;\nCREATE TABLE `a` (\n  `id` int);\n\
                    LOCK TABLES `a` WRITE;\nINSERT INTO `a` VALUES (1);\nUNLOCK TABLES;\n";
        let lines: Vec<usize> =
            of_file(dump, Target::Mysql).unwrap().iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [3, 4, 7]);
        for sql in
            ["USE shop", "DROP TABLE shop.author", "DROP DATABASE shop", "INSERT INTO `shop`.`a` SELECT 1"]
        {
            let problem = of_file(&format!("SELECT 1;\n{sql};"), Target::Mariadb).unwrap_err();
            assert_eq!(problem.line, 2, "{sql}: {problem}");
        }
    }
    #[test]
    fn what_stands_in_a_comment_for_the_server_is_sql() {
        let plain = |sql: &str| without_conditions(sql, Target::Mariadb);
        assert_eq!(plain("a /*!50100 PARTITION\n BY x */; /* '*/ b"), "a   PARTITION\n BY x  ; /* '*/ b");
        assert_eq!(plain("'/*!1 a */' -- /*!1\n`/*!2`"), "'/*!1 a */' -- /*!1\n`/*!2`");
        assert_eq!(plain("a/*!80023 INVISIBLE\n */ b/*M!100100 c*/ /*M!999999\\- x */"), "a\n  b  c   ");
        let mysql = without_conditions("a/*!80023 INVISIBLE */ b/*M!100100 c*/", Target::Mysql);
        assert_eq!(mysql, "a  INVISIBLE   b ");
        assert_eq!(plain("a 'b /*! */"), "a 'b /*! */");
    }

    #[test]
    fn a_partitioned_table_and_a_trigger_of_a_dump_are_one_statement_each() {
        let dump = "/*M!999999\\- enable the sandbox mode */ \n\n/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE `p` (\n  `id` int\n)\n\
                    /*!50100 PARTITION BY HASH (`id`)\nPARTITIONS 2 */;\nCREATE TABLE b (id int) /*!50100 PARTITION BY KEY (id) */;\n\
                    DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t BEFORE INSERT ON b\n\
                    FOR EACH ROW BEGIN SET NEW.id = 1; END */;;\nDELIMITER ;\nCREATE TABLE c (id int);\n";
        let found = of_file(dump, Target::Mariadb).unwrap();
        let lines: Vec<usize> = found.iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [4, 9, 11, 14]);
        assert!(found[0].sql.ends_with("PARTITIONS 2"), "{}", found[0].sql);
    }
}
