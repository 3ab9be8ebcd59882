CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    nick TEXT CHECK (nick <> ''),
    boss INTEGER REFERENCES author ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT named UNIQUE (name, nick),
    CONSTRAINT author_email_long_check CHECK (length(email) > 3),
    CHECK (name <> nick)
);
CREATE INDEX author_name_idx ON author (name);
CREATE INDEX by_name ON author (name COLLATE NOCASE DESC, nick);
CREATE INDEX by_expression ON author (lower(name), name || nick DESC);
CREATE UNIQUE INDEX one_nick ON author (nick) WHERE nick IS NOT NULL;
CREATE TABLE pair (a INTEGER NOT NULL, b TEXT NOT NULL, note TEXT, CONSTRAINT pair_key PRIMARY KEY (a, b));
CREATE TABLE line (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    a INTEGER, b TEXT,
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE ON UPDATE RESTRICT,
    email TEXT REFERENCES author (email),
    second INTEGER CONSTRAINT other_name REFERENCES author,
    wrong TEXT REFERENCES author (name),
    nowhere INTEGER REFERENCES missing (id),
    FOREIGN KEY (a, b) REFERENCES pair
);
CREATE INDEX line_author_id_idx ON line (author_id);
CREATE TABLE "Weird Table" (
    "Id" INTEGER PRIMARY KEY,
    "type" TEXT NOT NULL,
    "self" TEXT,
    "we ird""q" TEXT,
    "größe" INTEGER,
    "1st" INTEGER CHECK ("1st" > 0),
    "日本" INTEGER,
    [a b] TEXT DEFAULT "q",
    `gen` INTEGER
);
CREATE TABLE "option" (id INTEGER PRIMARY KEY, "string" TEXT, vec INTEGER, weird INTEGER REFERENCES "Weird Table");
CREATE TABLE nokey (a INTEGER, "unique" INTEGER, UNIQUE (a, "unique"));
CREATE VIEW seen AS SELECT 1 AS one;
