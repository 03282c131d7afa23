#include "core/pickle/pickle_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/pickle_builder.h"

namespace adapnet::pickle {
namespace {

using adapnet::testing::asBytes;
using ::testing::HasSubstr;
using Builder = adapnet::testing::PickleBuilder;

constexpr std::array kGlobals{
    AllowedGlobal{"collections", "OrderedDict", true},
    AllowedGlobal{"torch", "FloatStorage"},
    AllowedGlobal{"torch._utils", "_rebuild_tensor_v2", true},
    AllowedGlobal{"numpy", "dtype", true, true},
};

Result<Document> read(const std::string& pickle) {
    return PickleReader({kGlobals, true}).read(asBytes(pickle));
}

std::string errorOf(const std::string& pickle) {
    const auto document = read(pickle);
    return document ? "no error" : document.error().message();
}

// The tree as text, for comparisons.
std::string print(const Value& value) {
    switch (value.kind()) {
        case Kind::None:
            return "None";
        case Kind::Boolean:
            return *value.boolean() ? "True" : "False";
        case Kind::Integer:
            return value.integer() ? std::to_string(*value.integer()) : "big";
        case Kind::Real:
            return std::to_string(*value.real());
        case Kind::Text:
            return "'" + std::string(*value.text()) + "'";
        case Kind::Bytes:
            return "b" + std::to_string(value.bytes()->size());
        case Kind::Global:
            return std::string(value.module()) + "." + std::string(value.name());
        case Kind::Object:
            return print(value.callable()) + print(value.arguments()) +
                   (value.state().isNone() ? "" : "|" + print(value.state()));
        case Kind::Persistent:
            return "@" + print(value.persistentId());
        case Kind::Dict: {
            std::string text = "{";
            for (const Entry& entry : value.entries())
                text += (text.size() > 1 ? ", " : "") + print(entry.key) + ": " + print(entry.value);
            return text + "}";
        }
        case Kind::List:
        case Kind::Tuple: {
            std::string text = value.kind() == Kind::List ? "[" : "(";
            for (const Value member : value.items()) text += (text.size() > 1 ? ", " : "") + print(member);
            return text + (value.kind() == Kind::List ? "]" : ")");
        }
    }
    return "?";
}

std::string printed(const std::string& pickle) {
    const auto document = read(pickle);
    return document ? print(document->root()) : document.error().message();
}

TEST(PickleReader, ReadsEveryKindOfScalar) {
    Builder b;
    b.raw(']').mark().none().boolean(true).boolean(false).integer(7).integer(60000).integer(-5);
    b.raw(std::string_view("\x8a\x00", 2)).raw("\x8a\x01\xff").integer(INT64_MIN).real(-2.5);
    b.text("gr\xc3\xbc\xc3\x9f").bytes("abc").raw("\x8c\x02hi").raw("U\x01x").raw('e');
    EXPECT_EQ(
        printed(b.stop()),
        "[None, True, False, 7, 60000, -5, 0, -1, -9223372036854775808, -2.500000, 'gr\xc3\xbc\xc3\x9f', "
        "b3, 'hi', b1]");
}

TEST(PickleReader, KeepsWholeNumbersBeyond64BitsAsBytes) {
    const std::string pickle = Builder().raw("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19").stop();
    const auto document = read(pickle);
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_FALSE(document->root().integer());
    ASSERT_TRUE(document->root().integerBytes());
    EXPECT_EQ(document->root().integerBytes()->size(), 10U);
}

TEST(PickleReader, ReadsNestedContainersAndSharedParts) {
    Builder b;
    b.raw('}').put().mark();
    b.text("a").raw(']').put().mark().integer(1).integer(2).raw('e');
    b.text("b").get(1);
    b.text("c").integer(3).raw(')').raw('\x86').raw('u');
    b.text("d").mark().integer(4).raw('\x85').none().boolean(true).raw('t').raw('s');
    EXPECT_EQ(printed(b.stop()), "{'a': [1, 2], 'b': [1, 2], 'c': (3, ()), 'd': ((4), None, True)}");
}

TEST(PickleReader, AddsToAListInSeveralBatches) {
    Builder b;
    b.raw(']').put().raw('}').put().raw('\x86');  // ([], {})
    b.get(0).integer(1).raw('a').mark().integer(2).integer(3).raw('e').raw('\x85');
    b.get(1).text("k").integer(1).raw('s').raw('\x85');
    b.get(0).mark().integer(4).integer(5).raw('e').raw('\x85').raw('\x87').raw('\x86');
    EXPECT_EQ(printed(b.stop()),
              "(([1, 2, 3, 4, 5], {'k': 1}), (([1, 2, 3, 4, 5]), ({'k': 1}), ([1, 2, 3, 4, 5])))");
    const std::string pickle = b.stop();
    const auto document = read(pickle);
    EXPECT_EQ((*(*document->root().items().begin()).items().begin()).size(), 5U);
}

TEST(PickleReader, FindsTheLastEntryOfAKey) {
    const std::string pickle =
        Builder().raw('}').mark().text("k").integer(1).text("k").integer(2).raw('u').stop();
    const auto document = read(pickle);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().size(), 2U);
    EXPECT_EQ(document->root().find("k")->integer(), 2);
    EXPECT_FALSE(document->root().find("x"));
    EXPECT_FALSE(document->root().find("k")->find("k"));
}

TEST(PickleReader, ShowsAllowedCallsWithoutMakingThem) {
    Builder b;
    b.global("torch._utils", "_rebuild_tensor_v2").mark();
    b.mark().text("storage").global("torch", "FloatStorage").raw('t').raw('Q').integer(0).raw('t').raw('R');
    EXPECT_EQ(printed(b.stop()), "torch._utils._rebuild_tensor_v2(@('storage', torch.FloatStorage), 0)");
    EXPECT_EQ(printed(Builder().global("numpy", "dtype").text("f8").raw("\x85R").text("s").raw('b').stop()),
              "numpy.dtype('f8')|'s'");
}

TEST(PickleReader, TurnsAnOrderedDictIntoADictAndDropsItsMetadata) {
    Builder b;
    b.global("collections", "OrderedDict").raw(')').raw('R').mark().text("w").integer(1).raw('u');
    b.raw('}').text("_metadata").integer(9).raw('s').raw('b');
    EXPECT_EQ(printed(b.stop()), "{'w': 1}");
}

TEST(PickleReader, StopsAtTheEndMarkAndLeavesWhatFollows) {
    const std::string first = Builder().integer(1).stop();
    const std::string both = first + Builder().integer(2).stop();
    const auto document = read(both);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->bytesRead(), first.size());
    EXPECT_EQ(document->root().integer(), 1);
}

TEST(PickleReader, ReadsARevisitedGroundTruthWithoutAnyAllowedName) {
    Builder b(3);
    b.raw('}').put().mark().text("imlist").put().raw(']').put().mark();
    for (int i = 0; i < 300; ++i) b.text("all_souls_" + std::to_string(i)).put();
    b.raw('e').text("gnd").put().raw(']').put().raw('}').put().mark();
    b.text("bbx").put().raw(']').put().mark().real(136.5).integer(34).integer(648).integer(955).raw('e');
    b.text("easy").put().raw(']').put().mark().integer(3).integer(299).raw('e').raw('u').raw('a').raw('u');
    const std::string pickle = b.stop();
    const auto document = PickleReader().read(asBytes(pickle));
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_EQ(document->root().find("imlist")->size(), 300U);
    const Value query = *document->root().find("gnd")->items().begin();
    EXPECT_EQ(print(query), "{'bbx': [136.500000, 34, 648, 955], 'easy': [3, 299]}");
}

TEST(PickleReader, RefusesNamesThatAreNotAllowed) {
    EXPECT_THAT(errorOf(Builder().global("os", "system").text("id").raw("\x85R").stop()),
                HasSubstr("it asks for 'os.system', which is not allowed, so nothing of it was run"));
    const auto none = PickleReader().read(asBytes(std::string_view("ccollections\nOrderedDict\n)R.")));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::BadInput);
}

TEST(PickleReader, RefusesToCallNamesAndToSetStatesWhereNoneBelong) {
    EXPECT_THAT(errorOf(Builder().global("torch", "FloatStorage").raw(")R").stop()),
                HasSubstr("not allowed"));
    EXPECT_THAT(errorOf(Builder().text("x").raw(")R").stop()), HasSubstr("cannot be called"));
    EXPECT_THAT(errorOf(Builder().raw("]}b").stop()), HasSubstr("a state is set"));
    EXPECT_THAT(errorOf(Builder().global("torch._utils", "_rebuild_tensor_v2").raw(")R}b").stop()),
                HasSubstr("a state is set"));
    EXPECT_THAT(errorOf(Builder().global("collections", "OrderedDict").raw("]\x85R").stop()),
                HasSubstr("from arguments"));
}

TEST(PickleReader, RefusesInstructionsThatBuildObjectsOfOtherKinds) {
    for (const std::string_view code :
         {"i", "o", "\x81", "\x82", "\x92", "\x93", "P", "I1\n", "S'a'\n", "0", "2"})
        EXPECT_THAT(errorOf(Builder().raw("(").raw(code).stop()), HasSubstr("not allowed")) << code;
}

TEST(PickleReader, RefusesPersistentIdsUnlessTheyAreExpected) {
    const std::string pickle = Builder().text("x").raw('Q').stop();
    EXPECT_TRUE(read(pickle));
    const auto refused = PickleReader().read(asBytes(pickle));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), HasSubstr("outside itself"));
}

TEST(PickleReader, RefusesDamagedStacks) {
    EXPECT_THAT(errorOf(""), HasSubstr("ends in the middle (byte 0)"));
    EXPECT_THAT(errorOf("\x80"), HasSubstr("ends in the middle"));
    EXPECT_THAT(errorOf("."), HasSubstr("does not end with one value"));
    EXPECT_THAT(errorOf("NN."), HasSubstr("does not end with one value"));
    EXPECT_THAT(errorOf("N(."), HasSubstr("does not end with one value"));
    EXPECT_THAT(errorOf("t."), HasSubstr("lacks its mark"));
    EXPECT_THAT(errorOf("N(\x85."), HasSubstr("lacks its values"));
    EXPECT_THAT(errorOf("Na."), HasSubstr("lacks its values"));
    EXPECT_THAT(errorOf("NNa."), HasSubstr("holds none"));
    EXPECT_THAT(errorOf("}(Nu."), HasSubstr("lacks its value"));
    EXPECT_THAT(errorOf("}]Ns."), HasSubstr("used as a key"));
    EXPECT_THAT(errorOf("h\x05."), HasSubstr("never set"));
    EXPECT_THAT(errorOf("X\xff\xff\xff\xffzz."), HasSubstr("ends in the middle"));
    EXPECT_THAT(errorOf("\x80\x09."), HasSubstr("newer protocol"));
    EXPECT_THAT(errorOf("c" + std::string(500, 'a') + "\nb\n."), HasSubstr("too long or cut off"));
    EXPECT_THAT(errorOf("cos"), HasSubstr("too long or cut off"));
}

TEST(PickleReader, RefusesAMemoNumberFarAway) {
    EXPECT_THAT(errorOf(Builder().none().raw("r\xff\xff\xff\xff").stop()), HasSubstr("out of range"));
}

TEST(PickleReader, RefusesAValueThatContainsItself) {
    EXPECT_THAT(errorOf("]q\x01h\x01"
                        "a."),
                HasSubstr("contains itself"));
    EXPECT_THAT(errorOf("]q\x01h\x01\x85h\x01(Ne\x86"
                        "a."),
                HasSubstr("contains itself"));
}

TEST(PickleReader, RefusesDeepNestingAndAllowsSixtyFourLevels) {
    const auto nested = [](int levels) {
        return ")" + std::string(static_cast<std::size_t>(levels), '\x85') + ".";
    };
    EXPECT_TRUE(read(nested(63)));
    EXPECT_TRUE(read(nested(64)));
    EXPECT_THAT(errorOf(nested(65)), HasSubstr("nested too deeply"));
    EXPECT_THAT(errorOf(nested(3000)), HasSubstr("nested too deeply"));
    // Deep through sharing: ten lists of seven levels, each placed at the bottom of the next.
    std::string shared = ")";
    for (int i = 0; i < 80; ++i) shared += std::string("\x85q") + static_cast<char>(i % 2) + "N\x86";
    EXPECT_THAT(errorOf(shared + "."), HasSubstr("nested too deeply"));
}

TEST(PickleReader, RefusesSharedPartsThatGrowWhenWrittenOut) {
    // Thirty levels, each with the one below twice: a billion leaves from a few hundred bytes.
    Builder b;
    b.mark().text("leaf").put();
    for (int i = 0; i < 30; ++i) b.raw(']').put().mark().get(b.nextMemo() - 2).get(b.nextMemo() - 2).raw('e');
    EXPECT_THAT(errorOf(b.raw('t').stop()), HasSubstr("grow when they are written out"));
    // One long text, many times.
    Builder texts;
    texts.raw(']').mark().text(std::string(100000, 'x')).put();
    for (int i = 0; i < 1000; ++i) texts.get(0);
    EXPECT_THAT(errorOf(texts.raw('e').stop()), HasSubstr("grow when they are written out"));
}

TEST(PickleReader, RefusesMoreMemoryThanThreeTimesTheFile) {
    const std::size_t many = 1 << 20;
    EXPECT_THAT(errorOf(std::string(many, '}') + "."), HasSubstr("more memory"));
    EXPECT_THAT(errorOf(std::string(many, ')') + std::string(many, '\x85') + "."), HasSubstr("more memory"));
    std::string pairs;
    for (std::size_t i = 0; i < many / 2; ++i) pairs += "N\x85";
    EXPECT_THAT(errorOf("](" + pairs + "e."), HasSubstr("more memory"));
}

TEST(PickleReader, ReadsLargeListsOfSmallNumbers) {
    Builder b;
    b.raw(']');
    for (int batch = 0; batch < 200; ++batch) {
        b.mark();
        for (int i = 0; i < 1000; ++i) b.integer(i % 250);
        b.raw('e');
    }
    const std::string pickle = b.stop();
    const auto document = read(pickle);
    ASSERT_TRUE(document) << document.error().message();
    std::int64_t sum = 0;
    for (const Value member : document->root().items()) sum += *member.integer();
    EXPECT_EQ(sum, 200 * 4 * (249 * 250 / 2));
}

}  // namespace
}  // namespace adapnet::pickle
