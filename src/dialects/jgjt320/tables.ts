/**
 * A core database in the form of JGJ/T 320-2014: values are TEXT as the standard writes them
 * (yuan "6000.00", dates YYYYMMDD, months YYYYMM, codes "01"), columns carry the standard's element codes.
 * A centre whose core has other tables offers views of these names.
 *
 * Beyond the standard, as vendors extend it: GRZHXX.DWZH (the unit of an account), GRZHXX.GRJZNY (month through which
 * the person is paid), GRZHXX.DJBZ (freeze flag), GRYWMX.FSNY (month that a payment is for), DKZHXX.DKZT (loan state).
 */
export const tables = `
-- Table 4.0.2, depositing units
CREATE TABLE DWXX (
  DWZH   TEXT PRIMARY KEY,  -- unit account
  DWMC   TEXT,              -- name
  ZZJGDM TEXT               -- organisation code: GB 11714, since 2015 the GB 32100 credit code
) WITHOUT ROWID;

-- Table 5.0.2, unit accounts
CREATE TABLE DWZHXX (
  DWZH   TEXT PRIMARY KEY,
  DWJCBL TEXT,              -- employer's ratio N(4,2)
  GRJCBL TEXT,              -- own ratio N(4,2)
  DWZHZT TEXT,              -- status, annex A.4
  JZNY   TEXT               -- month through which the unit is paid
) WITHOUT ROWID;

-- Table 4.0.3, persons: one row for each account
CREATE TABLE GRXX (
  GRZH    TEXT PRIMARY KEY, -- personal account
  XingMing TEXT,            -- name
  ZJLX    TEXT,             -- identity document type, annex A.1
  ZJHM    TEXT,             -- its number C18, 15 digits in old records
  CSNY    TEXT              -- month of birth
) WITHOUT ROWID;
CREATE INDEX GRXX_ZJHM ON GRXX (ZJHM);

-- Table 5.0.4, personal accounts
CREATE TABLE GRZHXX (
  GRZH   TEXT PRIMARY KEY,
  DWZH   TEXT,              -- extension
  GRJCJS TEXT,              -- monthly base
  GRZHZT TEXT,              -- status, annex A.6
  KHRQ   TEXT,              -- opening date
  GRZHYE TEXT,              -- balance
  GRYJCE TEXT,              -- own monthly amount
  DWYJCE TEXT,              -- employer's monthly amount
  GRJZNY TEXT,              -- extension
  DJBZ   TEXT,              -- extension: 0 not frozen, 1 pays in only, 2 neither in nor out, 3 a part
  XHRQ   TEXT               -- closing date
) WITHOUT ROWID;

-- Table 5.0.5, business details of personal accounts
CREATE TABLE GRYWMX (
  YWLSH     TEXT PRIMARY KEY, -- serial number
  GRZH      TEXT,
  JZRQ      TEXT,             -- booking date
  GJHTQYWLX TEXT,             -- kind of business, annex A.5
  FSE       TEXT,             -- amount
  FSNY      TEXT,             -- extension
  CZBZ      TEXT              -- reversal mark, annex A.9
) WITHOUT ROWID;
CREATE INDEX GRYWMX_GRZH ON GRYWMX (GRZH, GJHTQYWLX, FSNY, FSE, CZBZ);

-- Table 6.0.2, loan contracts
CREATE TABLE JKHTXX (
  JKHTBH   TEXT PRIMARY KEY,  -- contract number
  HTDKJE   TEXT,              -- contract amount
  JKHTQDRQ TEXT,              -- date of signing
  JKRGJJZH TEXT,              -- the borrower's provident fund account
  JKRXM    TEXT,              -- the borrower: name, document type, number
  JKRZJLX  TEXT,
  JKRZJH   TEXT
) WITHOUT ROWID;
CREATE INDEX JKHTXX_JKRZJH ON JKHTXX (JKRZJH);

-- Table 6.0.4, co-borrowers
CREATE TABLE GTJKRXX (
  JKHTBH     TEXT,
  GTJKRGJJZH TEXT,            -- the co-borrower's provident fund account
  GTJKRXM    TEXT,            -- the co-borrower: name, document type, number
  GTJKRZJLX  TEXT,
  GTJKRZJHM  TEXT,
  CDGX       TEXT             -- relation to the borrower
);
CREATE INDEX GTJKRXX_GTJKRZJHM ON GTJKRXX (GTJKRZJHM);

-- Table 6.0.5, loan accounts
CREATE TABLE DKZHXX (
  DKZH   TEXT PRIMARY KEY,    -- loan account
  JKHTBH TEXT,
  DKFFE  TEXT,                -- amount lent
  DKFFRQ TEXT,                -- date of lending
  DKYE   TEXT,                -- outstanding principal
  DKJQRQ TEXT,                -- settlement date
  DKZT   TEXT                 -- extension: 00 … 06, 08 voided
) WITHOUT ROWID;
CREATE INDEX DKZHXX_JKHTBH ON DKZHXX (JKHTBH);
`
