/** The accounts held under any of three written forms of an identity number, with their person, unit and unit account. */
export const accountsOfPerson = `
SELECT p.XingMing, p.ZJLX, p.GRZH,
       a.DWZH, a.GRJCJS, a.GRZHZT, a.KHRQ, a.GRZHYE, a.GRYJCE, a.DWYJCE, a.GRJZNY, a.DJBZ, a.XHRQ,
       u.DWMC, u.ZZJGDM, ua.DWJCBL, ua.GRJCBL, ua.JZNY
FROM GRXX p
JOIN GRZHXX a ON a.GRZH = p.GRZH
LEFT JOIN DWXX u ON u.DWZH = a.DWZH
LEFT JOIN DWZHXX ua ON ua.DWZH = a.DWZH
WHERE p.ZJHM IN (?, ?, ?)`

/** Payments to one account: regular (汇缴) and back-payments (补缴), reversed ones among them. */
export const paymentsOfAccount = `
SELECT FSNY, GJHTQYWLX, FSE, CZBZ FROM GRYWMX WHERE GRZH = ? AND GJHTQYWLX IN ('01', '02')`

/** Loan contracts of a borrower or co-borrower under any of three written forms of the number, one row for each loan account. */
export const loansOfPerson = `
WITH own (JKHTBH) AS (
  SELECT JKHTBH FROM JKHTXX WHERE JKRZJH IN (?1, ?2, ?3)
  UNION
  SELECT JKHTBH FROM GTJKRXX WHERE GTJKRZJHM IN (?1, ?2, ?3)
)
SELECT own.JKHTBH, c.HTDKJE, d.DKZH, d.DKYE, d.DKJQRQ, d.DKZT
FROM own
LEFT JOIN JKHTXX c ON c.JKHTBH = own.JKHTBH
LEFT JOIN DKZHXX d ON d.JKHTBH = own.JKHTBH`
