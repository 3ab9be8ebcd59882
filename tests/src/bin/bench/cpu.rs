//! CPU time, user and system.

use std::fs;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::Failure;

/// What this process used so far, all threads.
pub(crate) fn own() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

/// What children used that have ended and were waited for, and theirs.
pub(crate) fn children() -> Result<Duration, Failure> {
    ticks("self", [15, 16])
}

/// What another process used so far; none when it is not on this machine.
pub(crate) fn of(process: &str) -> Option<Duration> {
    ticks(process, [13, 14]).ok()
}

/// What another process's children used that have ended and were waited for; none when it is not on this
/// machine.
pub(crate) fn children_of(process: &str) -> Option<Duration> {
    ticks(process, [15, 16]).ok()
}

/// The process that started another one.
pub(crate) fn parent(process: &str) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1).map(str::to_owned)
}

/// Sums two fields of `/proc/PID/stat`, which counts in hundredths of a second.
fn ticks(process: &str, fields: [usize; 2]) -> Result<Duration, Failure> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The second field is the program's name, in parentheses, and may hold anything.
    let (_, rest) = stat.rsplit_once(')').ok_or("/proc/PID/stat has another form")?;
    let words: Vec<&str> = rest.split_whitespace().collect();
    let mut sum = 0;
    for field in fields {
        sum += words.get(field - 2).ok_or("/proc/PID/stat is short")?.parse::<u64>()?;
    }
    Ok(Duration::from_millis(sum * 10))
}

/// The most memory this process ever had, in bytes.
pub(crate) fn peak() -> Result<f64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).ok_or("no VmHWM")?;
    Ok(kilobytes.parse::<f64>()? * 1024.0)
}

/// The least that one of `times` runs costs, in seconds. `prepare` is not counted.
pub(crate) fn least<T>(
    times: usize,
    mut prepare: impl FnMut() -> Result<T, Failure>,
    mut run: impl FnMut(T) -> Result<(), Failure>,
) -> Result<f64, Failure> {
    let mut least = f64::INFINITY;
    for _ in 0..times {
        let input = prepare()?;
        let before = own();
        run(input)?;
        least = least.min((own() - before).as_secs_f64());
    }
    Ok(least)
}
