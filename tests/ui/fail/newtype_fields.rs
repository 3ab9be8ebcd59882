#[derive(strobila::ColumnType)]
pub struct Money(i64, String);

#[derive(strobila::ColumnType)]
pub struct Nothing;

#[derive(strobila::ColumnType)]
pub enum Status {
    Draft,
}

#[derive(strobila::ColumnType)]
pub struct Big(u64);

fn main() {}
