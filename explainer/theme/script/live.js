// What an open page asks for news, where it has not gone away: the address of what tells them, and of the site.
const d = document, self_ = d.currentScript, news = new URL(self_.dataset.news, location);
