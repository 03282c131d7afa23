#include "core/report/html_page.h"

#include "core/report/escape.h"
#include "core/report/html_style.h"

namespace adapnet::report {

std::string htmlPage(const std::string& title, const std::string& version, const std::string& subject,
                     const std::string& created, const std::string& body) {
    std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    out +=
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n";
    out +=
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" "
        "content=\"no-referrer\">\n";
    out += "<title>" + htmlText(title) + ": " + htmlText(subject) + "</title>\n<style>" +
           std::string(htmlStyle()) + "</style>\n</head>\n<body>\n";
    out += "<header><p class=\"program\">AdapNet Workbench " + htmlText(version) + "</p><h1>" +
           htmlText(title) + "</h1><p><bdi>" + htmlText(subject) + "</bdi> &middot; " +
           (created.empty() ? "no date" : htmlText(created)) + "</p></header>\n<main>\n";
    return out + body + "</main>\n</body>\n</html>\n";
}

}  // namespace adapnet::report
