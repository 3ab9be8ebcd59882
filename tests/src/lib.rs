//! What the tests share: servers, case directories, random schemas.
