/** Photos whose bytes the server does not have yet are found under this key. */
export const waitingPhotoKey = "photo/waiting";
