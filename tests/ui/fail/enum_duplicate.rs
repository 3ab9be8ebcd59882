#[derive(strobila::Enum)]
#[strobila(storage = "text", storage = "native")]
pub enum Status {
    #[variant(name = "a", name = "b")]
    Draft,
}

fn main() {}
