use super::*;

fn load(toml: &str, env_file: &str, flags: &Flags, variables: &[(&str, &str)]) -> Result<Config, Error> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join(FILE_NAME), toml).expect("it can be written");
    std::fs::write(folder.path().join(".env"), env_file).expect("it can be written");
    Config::load(folder.path(), flags, Variables::of(variables))
}

fn refusal(toml: &str) -> String {
    match load(toml, "", &Flags::default(), &[]) {
        Ok(_) => "accepted".to_owned(),
        Err(error) => {
            let place = error.place().map_or(String::new(), |place| format!(" [{place}]"));
            format!("{error}{place}")
        }
    }
}

const TOML: &str = r#"
targets = ["sqlite", "postgres>=14"]
[scratch]
url = "postgres://localhost/postgres"
[env.dev]
url = "sqlite://shop.db"
allow_loss = true
[env.production]
url = { env = "PRODUCTION_URL" }
lock_timeout = "3s"
lock_attempts = 8
statement_timeout = "none"
confirm = true
[databases.analytics]
url = "postgres://me:hunter2@db/analytics"
[drift]
ignore = ["legacy_*", "author.search"]
"#;

#[test]
fn several_scratch_servers_are_named_in_a_list_or_a_text() {
    let of = |toml: &str, variables: &[(&str, &str)]| {
        let config = load(toml, "", &Flags::default(), variables).expect("it is right");
        let shown = config.values().into_iter().find(|(key, ..)| key == "scratch.url").expect("it is shown");
        let urls = config.scratch().expect("they are right");
        let urls: Vec<String> = urls.iter().map(|url| url.expose().to_owned()).collect();
        (urls.join(" "), format!("{} ({})", shown.1, shown.2))
    };
    let list = "[scratch]\nurl = [\"postgres://me:hunter2@h/x\",\n{ env = \"MINE\" }]";
    let mine = [("MINE", "mysql://me:hunter2@h/ mariadb://i/")];
    let (urls, shown) = of(list, &mine);
    assert_eq!(urls, "postgres://me:hunter2@h/x mysql://me:hunter2@h/ mariadb://i/");
    assert_eq!(
        shown,
        "postgres://me:***@h/x, mysql://me:***@h/, mariadb://i/ from { env = \"MINE\" } (strobila.toml:2)"
    );
    let variable = [("STROBILA_SCRATCH_URL", "postgres://me:hunter2@h/x, mysql://me:hunter2@h/")];
    let (urls, shown) = of(TOML, &variable);
    assert_eq!(urls, "postgres://me:hunter2@h/x mysql://me:hunter2@h/");
    assert_eq!(shown, "postgres://me:***@h/x, mysql://me:***@h/ (environment variable STROBILA_SCRATCH_URL)");
    assert_eq!(of("[scratch]\nurl = []", &[]).1, "none (default)");
    let wrong = load("[scratch]\nurl = [\"postgres://h/x\",\n\"hunter2\"]", "", &Flags::default(), &[]);
    let error = wrong.and_then(|config| config.scratch()).expect_err("it is no URL");
    assert_eq!(error.place().map(|place| place.line), Some(3));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[test]
fn the_form_of_a_uuid_is_bytes_unless_the_file_says_text() {
    let form = |toml: &str| load(toml, "", &Flags::default(), &[]).expect("it is right").uuid.value;
    assert_eq!(form(TOML), UuidForm::Bytes);
    assert_eq!(form("[mysql]\nuuid = \"binary(16)\""), UuidForm::Bytes);
    assert_eq!(form("[mysql]\nuuid = \"char(36)\""), UuidForm::Text);
}

#[test]
fn the_stronger_source_wins() {
    let url = |env_file: &str, flags: &Flags, variables: &[(&str, &str)]| {
        let config = load(TOML, env_file, flags, variables).expect("it is right");
        config.url().expect("there is one").to_string()
    };
    let none = Flags::default();
    let flag = Flags { database: Some("sqlite://flag.db".to_owned()), ..Flags::default() };
    let dotenv = "DATABASE_URL=sqlite://dotenv.db\n";
    let variable = [("DATABASE_URL", "sqlite://variable.db")];
    assert_eq!(url("", &none, &[]), "sqlite://shop.db");
    assert_eq!(url(dotenv, &none, &[]), "sqlite://dotenv.db");
    assert_eq!(url(dotenv, &none, &variable), "sqlite://variable.db");
    assert_eq!(url(dotenv, &flag, &variable), "sqlite://flag.db");
}

#[test]
fn database_url_never_stands_in_for_a_named_environment() {
    let variables = [("DATABASE_URL", "sqlite://stray.db")];
    for name in ["production", "dev"] {
        let flags = Flags { env: Some(name.to_owned()), ..Flags::default() };
        let config = load(TOML, "", &flags, &variables).expect("it is right");
        assert!(config.url().map_or(true, |url| url.to_string() != "sqlite://stray.db"));
    }
}

#[test]
fn leave_to_lose_data_does_not_follow_a_url_from_outside() {
    let allowed = |env_file: &str, variables: &[(&str, &str)]| {
        load(TOML, env_file, &Flags::default(), variables).expect("it is right").allow_loss.value
    };
    assert!(allowed("", &[]));
    assert!(allowed("DATABASE_URL=sqlite://dev.db", &[]));
    assert!(!allowed("", &[("DATABASE_URL", "postgres://production/shop")]));
}

#[test]
fn everything_in_the_file_is_read_and_shown_with_its_source() {
    let flags = Flags { env: Some("production".to_owned()), ..Flags::default() };
    let variables = [("PRODUCTION_URL", "postgres://me:hunter2@db/shop")];
    let config = load(TOML, "", &flags, &variables).expect("it is right");
    let lines: Vec<String> =
        config.values().iter().map(|(key, value, source)| format!("{key} = {value} ({source})")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    targets = postgres>=14, sqlite (strobila.toml:2)
    env = production (--env)
    url = postgres://me:***@db/shop from { env = "PRODUCTION_URL" } (strobila.toml:9)
    allow_loss = false (default)
    confirm = true (strobila.toml:13)
    lock_timeout = 3s (strobila.toml:10)
    lock_attempts = 8 (strobila.toml:11)
    statement_timeout = none (strobila.toml:12)
    mysql.uuid = binary(16) (default)
    scratch.url = postgres://localhost/postgres (strobila.toml:4)
    drift.ignore = legacy_*, author.search (strobila.toml:17)
    databases.analytics.url = postgres://me:***@db/analytics (strobila.toml:15)
    "#);
}

#[test]
fn what_is_not_known_is_named_with_its_line() {
    insta::assert_snapshot!(refusal("targts = []"), @"`targts` is not a key of the config here; did you mean `targets`? [strobila.toml:1 (key `targts`)]");
    insta::assert_snapshot!(refusal("[env.dev]\n\nurll = \"x\""), @"`urll` is not a key of the config here; did you mean `url`? [strobila.toml:3 (key `urll`)]");
    insta::assert_snapshot!(refusal("targets = [\"postgre\"]"), @"unknown target `postgre`; did you mean `postgres`? [strobila.toml:1 (key `targets`)]");
    insta::assert_snapshot!(refusal("targets = []"), @"`targets` names no database [strobila.toml:1 (key `targets`)]");
    insta::assert_snapshot!(refusal("[drift]\nignored = []"), @"`ignored` is not a key of the config here; did you mean `ignore`? [strobila.toml:2 (key `ignored`)]");
    insta::assert_snapshot!(refusal("[drift]\nignore = [\"a\",\n\"b.?\"]"), @"`b.?` is no pattern of names: `?` has no meaning in it [strobila.toml:3 (key `ignore`)]");
    insta::assert_snapshot!(refusal("[drift]\nignore = \"a\""), @"`ignore` is a string and should be a list [strobila.toml:2 (key `ignore`)]");
    insta::assert_snapshot!(refusal("[mysql]\nuuid = \"char(32)\""), @"`uuid` is `char(32)`, in which no UUID is kept [strobila.toml:2 (key `uuid`)]");
    insta::assert_snapshot!(refusal("[env.dev]\nlock_attempts = 0"), @"`lock_attempts` is no number from 1 to 100 [strobila.toml:2 (key `lock_attempts`)]");
    insta::assert_snapshot!(refusal("[env.dev]\nlock_timeout = \"3 s\""), @"`lock_timeout` is `3 s`, which is no length of time [strobila.toml:2 (key `lock_timeout`)]");
    insta::assert_snapshot!(refusal("[env.dev]\nconfirm = \"yes\""), @"`confirm` is a string and should be true or false [strobila.toml:2 (key `confirm`)]");
    insta::assert_snapshot!(refusal("[env.dev]\nurl = { env = \"A\", file = \"b\" }"), @"a url comes from one of env, file and command, not from several [strobila.toml:2 (key `url`)]");
}

#[test]
fn no_error_shows_a_secret() {
    for toml in [
        "[env.dev]\nurl = \"postgres://me:hunter2@db\n",
        "[env.dev]\nurl = { command = \"echo hunter2 >&2; exit 3\" }",
        "[env.dev]\nurl = { file = \"gone\" }",
        "[env.dev]\nurl = { text = \"hunter2\" }",
        "[env.dev]\npassword = \"hunter2\"",
        "url = \"postgres://me:hunter2@db\" x",
    ] {
        let loaded = load(toml, "PASSWORD=hunter2", &Flags::default(), &[]);
        let error = loaded.and_then(|config| config.url()).expect_err("it is wrong");
        let shown = format!("{error} {error:?} {:?} {:?}", error.help(), error.place());
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    let error =
        load("", "DATABASE_URL='hunter2\n", &Flags::default(), &[]).map(drop).expect_err("it is wrong");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    let flags = Flags { database: Some("postgres:/me:hunter2@db".to_owned()), ..Flags::default() };
    let error = load(TOML, "", &flags, &[]).map(drop).expect_err("it is wrong");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[test]
fn a_url_can_come_from_a_variable_a_file_or_a_command() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("url"), "sqlite://file.db\n").expect("it can be written");
    let url = |form: &str| {
        let toml = format!("[env.dev]\nurl = {form}\n");
        std::fs::write(folder.path().join(FILE_NAME), toml).expect("it can be written");
        let variables = Variables::of(&[("SHOP_URL", "sqlite://variable.db")]);
        let below = folder.path().join("below");
        let config = Config::load(&below, &Flags::default(), variables).expect("it is right");
        config.url().expect("there is one").to_string()
    };
    assert_eq!(url("{ env = \"SHOP_URL\" }"), "sqlite://variable.db");
    assert_eq!(url("{ file = \"url\" }"), "sqlite://file.db");
    assert_eq!(url("{ command = \"echo sqlite://command.db\" }"), "sqlite://command.db");
}

#[test]
fn nothing_to_go_by_is_an_error_that_names_three_ways() {
    let config = load("", "", &Flags::default(), &[]).expect("an empty file is right");
    let error = config.url().expect_err("there is none");
    insta::assert_snapshot!(format!("{error}\n{}", error.help().expect("there is one")), @r#"
    no database URL for the environment `dev`
    set DATABASE_URL, in the environment or in .env
    write url = "sqlite://dev.db" under [env.dev] in strobila.toml
    pass --database URL
    "#);
}
