/** Where news of a patient was heard, as it is said on every screen. */

/**
 * SQL for the workstation something was heard at, with its branch where that is another; null where it is of this workstation's
 * own register, which a column says. The row has `workstation` and `branch_name` as they are called there.
 */
export const heardAtSql = (row: string, own: string): string =>
  `iif(${own} IS NOT NULL, NULL, ifnull(nullif(${row}.workstation, ''), 'another workstation') ||
     iif(${row}.branch_name = '' OR ${row}.branch_name IS
       (SELECT json_extract(value, '$') FROM setting WHERE name = 'branch.name'), '', ', ' || ${row}.branch_name))`;
