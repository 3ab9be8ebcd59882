#[derive(strobila::Model)]
pub struct Pair(i64, String);

#[derive(strobila::Model)]
pub struct Unit;

fn main() {}
