export const LogPage = () => null
