CREATE TABLE author (
    id int AUTO_INCREMENT PRIMARY KEY,
    email varchar(80) NOT NULL UNIQUE,
    name varchar(40) NOT NULL,
    nick varchar(40) CHECK (nick <> ''),
    bio longtext,
    boss int,
    status enum('on', 'off') NOT NULL DEFAULT 'on',
    CONSTRAINT named UNIQUE (name, nick),
    CONSTRAINT author_email_long_check CHECK (length(email) > 3),
    CHECK (name <> nick),
    FOREIGN KEY (boss) REFERENCES author (id) ON DELETE SET NULL
) COLLATE=utf8mb4_bin;
CREATE INDEX author_name_idx ON author (name);
CREATE INDEX by_name ON author (name DESC, nick);
CREATE INDEX by_start ON author (bio(20));
CREATE FULLTEXT INDEX words ON author (bio);
CREATE TABLE pair (a int NOT NULL, b varchar(10) NOT NULL, note text, PRIMARY KEY (a, b)) COLLATE=utf8mb4_bin;
CREATE TABLE line (
    id int AUTO_INCREMENT PRIMARY KEY,
    a int, b varchar(10),
    author_id int NOT NULL,
    email varchar(80),
    second int,
    status enum('new', 'off', 'on') NOT NULL DEFAULT 'new',
    CONSTRAINT line_author_id_fkey FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT line_email FOREIGN KEY (email) REFERENCES author (email),
    FOREIGN KEY (second) REFERENCES author (id),
    CONSTRAINT pairs FOREIGN KEY (a, b) REFERENCES pair (a, b)
) COLLATE=utf8mb4_bin;
CREATE INDEX by_name ON line (b);
CREATE TABLE `Weird Table` (
    `Id` int PRIMARY KEY,
    `type` varchar(20) NOT NULL,
    `self` longtext,
    `we ird"q` varchar(20) DEFAULT 'c:\\new',
    `größe` int,
    `1st` int,
    `日本` int,
    `gen` int,
    CONSTRAINT `any "check"` CHECK (`we ird"q` <> 'x"y'),
    CONSTRAINT `largest` CHECK (`größe` > 0 AND `1st` > 0)
) COLLATE=utf8mb4_bin;
CREATE TABLE `option` (id int PRIMARY KEY, `string` longtext, vec int, weird int REFERENCES `Weird Table` (`Id`)) COLLATE=utf8mb4_bin;
CREATE TABLE nokey (a int, `unique` int, UNIQUE (a, `unique`)) COLLATE=utf8mb4_general_ci;
CREATE VIEW seen AS SELECT 1 AS one;
