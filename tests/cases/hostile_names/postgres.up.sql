-- create table or"der; --
CREATE TABLE "or""der; --" (
    "select" integer NOT NULL,
    "Üser `x`" varchar(40) DEFAULT 'a\b''c";--
%s {}',
    CONSTRAINT "p""k" PRIMARY KEY ("select"),
    CONSTRAINT "che""ck" CHECK ("Üser `x`" <> 'it''s')
);
CREATE INDEX "in dex" ON "or""der; --" ("Üser `x`");
COMMENT ON TABLE "or""der; --" IS '$$ it''s \ ';
COMMENT ON COLUMN "or""der; --"."Üser `x`" IS '*/ -- ''';
