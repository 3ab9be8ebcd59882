-- create table author
CREATE TABLE "author" (
    "id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "bio" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT 1,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "author_email_not_empty_check" CHECK (length(email) > 0)
);
CREATE INDEX "author_active_idx" ON "author" ("active");
CREATE UNIQUE INDEX "author_email_key" ON "author" ("email");
