#[derive(strobila::Enum)]
pub enum Status {}

#[derive(strobila::Enum)]
pub enum Choice<T> {
    A,
    B(T),
}

#[derive(strobila::Enum)]
pub struct Plain(String);

fn main() {}
