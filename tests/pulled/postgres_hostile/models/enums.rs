//! The enums of this module.

/// The enum `Odd Mood`.
#[derive(strobila::Enum)]
#[strobila(name = "Odd Mood")]
pub enum OddMood {
    /// `Self`
    #[variant(name = "Self")]
    Self2,
    /// `a-b`
    #[variant(name = "a-b")]
    AB,
    /// `a b`
    #[variant(name = "a b")]
    AB2,
    /// `1`
    #[variant(name = "1")]
    Value1,
    /// `"q"`
    #[variant(name = r#""q""#)]
    Q,
}
