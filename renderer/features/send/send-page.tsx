export const SendPage = () => null
