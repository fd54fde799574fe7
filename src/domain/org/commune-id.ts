/** The one record that holds the commune's own name and words. */
export const communeRecordId = "commune";
