/** Where the API is, beside the page, whatever path it is served under. */
export const apiUrl = (path: string): URL => new URL(`api/v1/${path}`, document.baseURI);
export const logOutUrl = (): URL => new URL("logout", document.baseURI);
