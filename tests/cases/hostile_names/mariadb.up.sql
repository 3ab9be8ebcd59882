-- create table or"der; --
CREATE TABLE `or"der; --` (
    `select` int NOT NULL,
    `Üser ``x``` varchar(40) NULL DEFAULT 'a\b''c";--
%s {}' COMMENT '*/ -- ''',
    PRIMARY KEY (`select`),
    INDEX `in dex` (`Üser ``x```),
    CONSTRAINT `che"ck` CHECK (`Üser ``x``` <> 'it''s')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='$$ it''s \ ';
