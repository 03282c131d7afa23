#include "core/base/numbers.h"

#include <gtest/gtest.h>

#include <clocale>
#include <limits>
#include <locale>

namespace adapnet {
namespace {

TEST(Numbers, ReadWholeTextsOnly) {
    EXPECT_EQ(parseReal("0.26"), 0.26);
    EXPECT_EQ(parseReal("-1e3"), -1000.0);
    EXPECT_EQ(parseReal("17"), 17.0);
    EXPECT_EQ(parseInteger("-42"), -42);
    EXPECT_EQ(parseInteger("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
    for (const char* text : {"", " ", "1 ", " 1", "1,5", "1.5.2", "nan", "inf", "-inf", "1e999", "0x10", "+1",
                             "one", "1e", "--1"}) {
        EXPECT_FALSE(parseReal(text)) << text;
        EXPECT_FALSE(parseInteger(text)) << text;
    }
    for (const char* text : {"1.0", "1e3", "9223372036854775808"}) EXPECT_FALSE(parseInteger(text)) << text;
}

TEST(Numbers, AreWrittenInTheShortestFormThatReadsBack) {
    EXPECT_EQ(formatReal(0.26), "0.26");
    EXPECT_EQ(formatReal(17), "17");
    EXPECT_EQ(formatReal(0), "0");
    EXPECT_EQ(formatReal(-0.5), "-0.5");
    for (const double value : {0.1, 1.0 / 3, 1e-300, 1e300, 123456789.125, 5e-324}) {
        EXPECT_EQ(parseReal(formatReal(value)), value);
    }
    EXPECT_EQ(formatFixed(0.374, 3), "0.374");
    EXPECT_EQ(formatFixed(2, 2), "2.00");
    EXPECT_EQ(formatFixed(-1234.5678, 1), "-1234.6");
}

struct CommaNumbers : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

// A German user: comma and grouping, in C++ streams always, in C functions where the machine has the locale.
TEST(Numbers, DoNotFollowTheUsersLocale) {
    const std::string cBefore = std::setlocale(LC_ALL, nullptr);
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new CommaNumbers));
    for (const char* name : {"de_DE.UTF-8", "de_DE", "C"}) {
        std::setlocale(LC_ALL, name);
        EXPECT_EQ(formatReal(1234567.25), "1234567.25");
        EXPECT_EQ(formatFixed(1234.5, 2), "1234.50");
        EXPECT_EQ(parseReal("1234.5"), 1234.5);
        EXPECT_FALSE(parseReal("1234,5"));
        EXPECT_FALSE(parseInteger("1.234"));
    }
    std::locale::global(before);
    std::setlocale(LC_ALL, cBefore.c_str());
}

}  // namespace
}  // namespace adapnet
