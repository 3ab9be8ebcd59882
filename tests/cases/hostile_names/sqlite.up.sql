-- create table or"der; --
CREATE TABLE "or""der; --" (
    "select" INTEGER NOT NULL,
    "Üser `x`" TEXT DEFAULT 'a\b''c";--
%s {}',
    CONSTRAINT "p""k" PRIMARY KEY ("select"),
    CONSTRAINT "che""ck" CHECK ("Üser `x`" <> 'it''s')
);
CREATE INDEX "in dex" ON "or""der; --" ("Üser `x`");
