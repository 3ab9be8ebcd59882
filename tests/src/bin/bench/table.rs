//! The table that is printed, line by line.

/// Prints lines as they come.
pub(crate) struct Table(());

impl Table {
    pub(crate) fn new() -> Self {
        println!(
            "{:<58} {:>12} {:>12} {:>8} {:>8}",
            "CPU time, least of several runs", "measured", "baseline", "ratio", "goal"
        );
        Table(())
    }

    /// A time in seconds against another one.
    pub(crate) fn times(&mut self, what: &str, measured: f64, baseline: f64, goal: Option<f64>) {
        self.line(what, &seconds(measured), &seconds(baseline), measured / baseline, goal);
    }

    /// A number against its limit, where there is nothing to compare with.
    pub(crate) fn limit(&mut self, what: &str, measured: f64, unit: &str, goal: f64) {
        self.line(what, &format!("{measured:.2} {unit}"), "", measured, Some(goal));
    }

    /// A number that explains the line before it.
    pub(crate) fn number(&mut self, what: &str, measured: f64) {
        self.line(what, &format!("{measured:.2}"), "", measured, None);
    }

    fn line(&mut self, what: &str, measured: &str, baseline: &str, ratio: f64, goal: Option<f64>) {
        let verdict = match goal {
            Some(goal) if ratio <= goal => "ok",
            Some(_) => "over",
            None => "",
        };
        let goal = goal.map_or(String::new(), |goal| format!("{goal}"));
        println!("{what:<58} {measured:>12} {baseline:>12} {ratio:>8.2} {goal:>8}  {verdict}");
    }
}

fn seconds(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1000.0)
}
