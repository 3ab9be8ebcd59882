-- create table author
CREATE TABLE "author" (
    "id" integer NOT NULL,
    "email" varchar(255) NOT NULL,
    "bio" text,
    "active" boolean NOT NULL DEFAULT true,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "author_email_key" UNIQUE ("email"),
    CONSTRAINT "author_email_not_empty_check" CHECK (length(email) > 0)
);
CREATE INDEX "author_active_idx" ON "author" ("active");
COMMENT ON TABLE "author" IS 'A person who writes posts';
