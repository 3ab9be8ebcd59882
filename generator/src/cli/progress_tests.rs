use strobila::Id;

use super::super::arguments::Format;
use super::*;

fn at(seconds: u64, done: Option<(u64, u64)>) -> Event {
    let blocker = Blocker { who: "process 7 of psql".to_owned(), statement: None, end: None };
    Event::Running {
        id: Id::new("blog", "Migration202611201326"),
        step: 2,
        of: 3,
        elapsed: Duration::from_secs(seconds),
        blocker: (seconds > 5).then_some(blocker),
        progress: done.map(|done| Progress { phase: "building index".to_owned(), done: Some(done) }),
    }
}

fn told(format: Format, live: Option<usize>) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut screen = Screen::new(&mut out, &mut err, format).with_live(live);
    let mut teller = Teller::default();
    let title = "index author.email".to_owned();
    let id = Id::new("blog", "Migration202611201326");
    teller.tell(&mut screen, &Event::StepStarted { id: id.clone(), step: 2, of: 3, title });
    for second in 1..=21 {
        teller.tell(&mut screen, &at(second, (second < 3).then_some((1, 3))));
    }
    teller.tell(&mut screen, &Event::StepFinished { id, step: 2, of: 3, duration: Duration::ZERO });
    String::from_utf8([out, err].concat()).expect("it is text")
}

#[test]
fn without_a_terminal_a_line_is_printed_every_ten_seconds() {
    insta::assert_snapshot!(told(Format::Human, None), @r"
    2/3 index author.email
    2/3 index author.email: 10 s, waits for process 7 of psql
    2/3 index author.email: 20 s, waits for process 7 of psql
    ");
    assert_eq!(told(Format::Json, None), "");
}

#[test]
fn on_a_terminal_one_line_is_written_over_and_gone_in_the_end() {
    let text = told(Format::Human, Some(50));
    let text = text.strip_prefix("  2/3 index author.email\n").expect("the step stays");
    let lines: Vec<&str> = text.split("\r\u{1b}[2K").collect();
    assert_eq!(lines[0], "  2/3 index author.email: 2 s, building index 33 %", "{text:?}");
    // No wider than the terminal, or it could not be written over.
    assert!(lines.iter().all(|line| line.chars().count() <= 50), "{lines:?}");
    assert!(text.ends_with("\r\u{1b}[2K"), "{text:?}");
}
