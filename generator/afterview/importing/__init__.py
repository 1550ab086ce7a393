"""Turn what others wrote, in mails, chats, forms and documents, into files of a portfolio."""
