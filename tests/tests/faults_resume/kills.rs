//! Kills at failpoints and at random moments, and panics.

use std::time::Duration;

use strobila_tests::faults::{Db, Oracle, Project, is_thorough};
use strobila_tests::rows_on;

use super::{DOWN, points};

/// Numbers that look random, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit).expect("it is small")).expect("it is below it")
    }
}

/// A demo project that has its migrations already when they are to be taken back.
fn demo(db: &Db, line: &str) -> Project {
    let project = Project::demo(db);
    if line == DOWN {
        project.call("db:migrate").ends(0);
    }
    project
}

fn kill_at_every_point(db: &Db, line: &str, oracle: &Oracle) {
    let every = if is_thorough() { 1 } else { 7 };
    for point in points(db, line).into_iter().step_by(every) {
        let other = db.another();
        let project = demo(&other, line);
        let ran = project.call(line).point(&format!("{point}=abort")).run();
        assert_eq!(ran.code, None, "{point}: {ran:?}");
        oracle.judge(&other, &ran);
        oracle.converges(&other, &project);
        other.drop_it();
    }
}

rows_on! { [sqlite postgres mariadb]
    fn row_01_kill_at_every_failpoint(db: &Db) {
        kill_at_every_point(db, "db:migrate", &Oracle::up(db, &Project::demo(db)));
    }
}

rows_on! { [sqlite postgres mariadb]
    fn row_01_kill_at_every_failpoint_of_the_way_down(db: &Db) {
        kill_at_every_point(db, DOWN, &Oracle::down(db, &Project::demo(db)));
    }
}

// Killed at a random point or after a random time, then again while it goes on, until it comes to its end.
rows_on! { [sqlite postgres mariadb]
    fn row_01_kill_at_random(db: &Db) {
        let mut numbers = Numbers(0x5eed_0000_0001);
        let oracle = Oracle::up(db, &Project::demo(db));
        let count = points(db, "db:migrate").len();
        let mut left: usize = if is_thorough() { 200 } else { 12 };
        while left > 0 {
            let other = db.another();
            let project = Project::demo(&other);
            for _ in 0..1 + numbers.below(4) {
                let call = project.call("db:migrate");
                let ran = if numbers.below(2) == 0 {
                    call.point(&format!("any:{}=abort", 1 + numbers.below(count))).run()
                } else {
                    // Each point takes a moment, so that the kill may fall between any two, or inside a statement.
                    let running = call.point("any:*=sleep 3").start();
                    std::thread::sleep(Duration::from_millis(numbers.below(900) as u64));
                    running.kill()
                };
                left = left.saturating_sub(1);
                oracle.judge(&other, &ran);
            }
            oracle.converges(&other, &project);
            other.drop_it();
        }
    }
}

rows_on! { [sqlite postgres mariadb]
    fn row_38_a_panic_rolls_back_frees_the_lock_and_exits_with_1(db: &Db) {
        let oracle = Oracle::up(db, &Project::demo(db));
        for point in ["before_statement:1", "after_statement:4", "after_statement:9", "before_commit:5", "after_lock:1"] {
            let other = db.another();
            let project = Project::demo(&other);
            let ran = project.call("db:migrate").point(&format!("{point}=panic")).ends(1);
            assert!(ran.err.contains("this is a mistake in strobila"), "{ran:?}");
            assert_eq!(other.lock_holder(Duration::from_millis(500)), None);
            oracle.judge(&other, &ran);
            oracle.converges(&other, &project);
            other.drop_it();
        }
    }
}
