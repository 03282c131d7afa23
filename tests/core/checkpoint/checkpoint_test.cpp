#include "core/checkpoint/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/checkpoint/zip_archive.h"
#include "tests/support/checkpoint_builder.h"

namespace adapnet::checkpoint {
namespace {

using namespace adapnet::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<Checkpoint> read(const std::string& file) {
    return Checkpoint::read(toBytes(file));
}

// name -> "F32 2 x 3: 1 2 3 4 5 6" (what the values become)
std::map<std::string, std::string> listed(const Checkpoint& checkpoint) {
    std::map<std::string, std::string> texts;
    const auto done = checkpoint.forEachTensor([&](std::string_view name, const TensorView& view) {
        const auto values = view.contiguous();
        std::string text = std::string(scalarName(view.type())) + " " + shapeText(view.shape()) + " " +
                           scalarName(values.stored);
        const std::size_t size = scalarSize(values.stored);
        for (std::size_t i = 0; i < view.elements(); ++i) {
            const std::byte* at = values.bytes.data() + i * size;
            text += " ";
            if (values.stored == ScalarType::F32) {
                float value = 0;
                std::memcpy(&value, at, sizeof value);
                text += std::to_string(static_cast<int>(value));
            } else if (values.stored == ScalarType::I64) {
                std::int64_t value = 0;
                std::memcpy(&value, at, sizeof value);
                text += std::to_string(value);
            } else {
                std::uint16_t value = 0;
                std::memcpy(&value, at, sizeof value);
                text += std::to_string(value);
            }
        }
        texts[std::string(name)] = text;
        return Result<void>();
    });
    if (!done) texts["error"] = done.error().message();
    return texts;
}

std::map<std::string, std::string> listed(const std::string& file) {
    const auto checkpoint = read(file);
    if (!checkpoint) return {{"error", checkpoint.error().message()}};
    return listed(*checkpoint);
}

std::vector<StoredTensor> ofEveryType() {
    return {{"f32", {2, 3}, "FloatStorage", rawValues<float>({1, 2, 3, 4, 5, 6})},
            {"f64", {2}, "DoubleStorage", rawValues<double>({7, -8})},
            {"f16", {1}, "HalfStorage", rawValues<std::uint16_t>({0x3C00})},
            {"bf16", {1}, "BFloat16Storage", rawValues<std::uint16_t>({0x3F80})},
            {"i64", {}, "LongStorage", rawValues<std::int64_t>({-9})},
            {"i32", {1}, "IntStorage", rawValues<std::int32_t>({-10})},
            {"i16", {1}, "ShortStorage", rawValues<std::int16_t>({-11})},
            {"i8", {1}, "CharStorage", rawValues<std::int8_t>({-12})},
            {"u8", {1}, "ByteStorage", rawValues<std::uint8_t>({250})},
            {"bool", {1}, "BoolStorage", rawValues<std::uint8_t>({1})},
            {"empty", {0, 4}, "FloatStorage", ""},
            {"parameter", {1}, "FloatStorage", rawValues<float>({13}), {}, 0, -1, true},
            {"turned", {3, 2}, "FloatStorage", rawValues<float>({0, 1, 2, 3, 4, 5, 6}), {1, 3}, 1}};
}

const std::map<std::string, std::string> kEveryType{
    {"f32", "F32 2 x 3 F32 1 2 3 4 5 6"},
    {"f64", "F64 2 F32 7 -8"},
    {"f16", "F16 1 F16 15360"},
    {"bf16", "BF16 1 BF16 16256"},
    {"i64", "I64 a single number I64 -9"},
    {"i32", "I32 1 I64 -10"},
    {"i16", "I16 1 I64 -11"},
    {"i8", "I8 1 I64 -12"},
    {"u8", "U8 1 I64 250"},
    {"bool", "BOOL 1 I64 1"},
    {"empty", "F32 0 x 4 F32"},
    {"parameter", "F32 1 F32 13"},
    {"turned", "F32 3 x 2 F32 1 4 2 5 3 6"},
};

TEST(Crc32, AgreesWithItsPublishedCheckValue) {
    EXPECT_EQ(crc32(asBytes("123456789")), 0xCBF43926U);
    EXPECT_EQ(crc32(asBytes("")), 0U);
    EXPECT_EQ(crc32(asBytes("The quick brown fox jumps over the lazy dog")), 0x414FA339U);
}

TEST(Checkpoint, ReadsEveryNumberTypeFromBothContainers) {
    EXPECT_EQ(listed(zipCheckpoint(ofEveryType(), "model_state")), kEveryType);
    EXPECT_EQ(listed(zipCheckpoint(ofEveryType(), "state_dict", {.zip64 = true})), kEveryType);
    EXPECT_EQ(listed(zipCheckpoint(ofEveryType(), "", {.withCheckSums = false})), kEveryType);
    EXPECT_EQ(listed(legacyCheckpoint(ofEveryType(), "model")), kEveryType);
    EXPECT_EQ(listed(legacyCheckpoint(ofEveryType(), "")), kEveryType);
}

TEST(Checkpoint, KnowsItsContainerAndSize) {
    const std::string file = legacyCheckpoint(ofEveryType(), "");
    const auto legacy = read(file);
    ASSERT_TRUE(legacy);
    EXPECT_EQ(legacy->container(), Container::Legacy);
    EXPECT_EQ(legacy->fileSize(), file.size());
    EXPECT_EQ(read(zipCheckpoint(ofEveryType(), ""))->container(), Container::Zip);
}

TEST(Checkpoint, LetsTensorsShareAStorage) {
    PickleBuilder b;
    const StoredTensor whole{"a", {4}, "FloatStorage", rawValues<float>({1, 2, 3, 4})};
    const StoredTensor part{"b", {2}, "FloatStorage", whole.data, {2}, 1};
    b.raw('}').mark().text("a");
    addTensor(b, whole, "0", false);
    b.text("b");
    addTensor(b, part, "0", false);
    EXPECT_THAT(listed(zipOf(b.raw('u').stop(), {whole})),
                ElementsAre(std::pair("a", "F32 4 F32 1 2 3 4"), std::pair("b", "F32 2 F32 2 4")));
}

TEST(Checkpoint, FollowsAViewOfTheOlderContainer) {
    PickleBuilder b;
    const StoredTensor root{"a", {}, "FloatStorage", rawValues<float>({1, 2, 3, 4, 5})};
    b.raw('}').text("a").global("torch._utils", "_rebuild_tensor_v2").mark();
    b.mark().text("storage").global("torch", "FloatStorage").text("0").text("cpu").integer(5);
    b.text("view").integer(2).integer(3).raw('\x87').raw('t').raw('Q');  // three values from the third on
    b.integer(1).integer(2).raw('\x85').integer(1).raw('\x85').raw('t').raw("Rs");
    EXPECT_THAT(listed(legacyOf(b.stop(), {root})), ElementsAre(std::pair("a", "F32 2 F32 4 5")));
}

TEST(Checkpoint, SkipsEntriesThatAreNoTensors) {
    PickleBuilder b;
    const StoredTensor tensor{"w", {1}, "FloatStorage", rawValues<float>({1})};
    b.raw('}').mark().text("epoch").integer(3).integer(7).none().text("w");
    addTensor(b, tensor, "0", false);
    EXPECT_THAT(listed(zipOf(b.raw('u').stop(), {tensor})), ElementsAre(std::pair("w", "F32 1 F32 1")));
}

TEST(Checkpoint, OpensFilesAndNamesThemInErrors) {
    const fs::path folder = fs::temp_directory_path() / "adapnet_checkpoint_test";
    fs::create_directories(folder);
    const std::string file = zipCheckpoint(ofEveryType(), "");
    ASSERT_TRUE(writeFileSafely(folder / "a.pth", file));
    ASSERT_TRUE(writeFileSafely(folder / "b.pth", std::string_view(file).substr(0, file.size() / 2)));
    EXPECT_TRUE(Checkpoint::open(folder / "a.pth"));
    const auto broken = Checkpoint::open(folder / "b.pth");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::Model);
    EXPECT_THAT(broken.error().message(), HasSubstr("b.pth': the weight file is damaged"));
    EXPECT_EQ(Checkpoint::open(folder / "c.pth").error().code, ErrorCode::NotFound);
    fs::remove_all(folder);
}

TEST(Checkpoint, FindsTheMetaDictionary) {
    const StoredTensor tensor{"w", {1}, "FloatStorage", rawValues<float>({1})};
    PickleBuilder b;
    b.raw('}').mark().text("meta").raw('}').text("outputdim").integer(2048).raw('s').text("state_dict");
    addStateDict(b, {tensor}, false);
    const auto checkpoint = read(zipOf(b.raw('u').stop(), {tensor}));
    ASSERT_TRUE(checkpoint) << checkpoint.error().message();
    ASSERT_TRUE(checkpoint->meta());
    EXPECT_EQ(checkpoint->meta()->find("outputdim")->integer(), 2048);
    EXPECT_FALSE(read(zipCheckpoint({tensor}, ""))->meta());
}

// _reconstruct(ndarray, (0,), b"b") with its state.
void addArray(PickleBuilder& b, const std::vector<std::int64_t>& shape, const char* type, bool fortran,
              const std::string& data, bool asText) {
    b.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
    b.integer(0).raw('\x85').bytes("b").raw('\x87').raw('R');
    b.mark().integer(1).mark();
    for (const auto side : shape) b.integer(side);
    b.raw('t').global("numpy", "dtype").text(type).integer(0).integer(1).raw('\x87').raw('R');
    b.mark().integer(3).text("<").none().none().none().integer(-1).integer(-1).integer(0).raw('t').raw('b');
    b.boolean(fortran);
    if (asText) {
        std::string text;
        for (const char c : data) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 0x80) {
                text += c;
            } else {
                text += static_cast<char>(0xC0 | (byte >> 6));
                text += static_cast<char>(0x80 | (byte & 0x3F));
            }
        }
        b.global("_codecs", "encode").text(text).text("latin1").raw('\x86').raw('R');
    } else {
        b.bytes(data);
    }
    b.raw('t').raw('b');
}

Result<Array> arrayOf(const std::vector<std::int64_t>& shape, const char* type, bool fortran,
                      const std::string& data, bool asText) {
    const StoredTensor tensor{"w", {1}, "FloatStorage", rawValues<float>({1})};
    PickleBuilder b;
    b.raw('}').mark().text("meta").raw('}').text("m");
    addArray(b, shape, type, fortran, data, asText);
    b.raw('s').text("state_dict");
    addStateDict(b, {tensor}, true);
    const auto checkpoint = read(legacyOf(b.raw('u').stop(), {tensor}));
    if (!checkpoint) return fail(checkpoint.error());
    return numpyArray(*checkpoint->meta()->find("m"));
}

TEST(NumpyArray, ReadsBothWidthsOrdersAndSpellings) {
    const std::string wide = rawValues<double>({1.5, -2, 3e-200, 4, -1e30, 0.1});
    for (const bool asText : {false, true}) {
        const auto plain = arrayOf({2, 3}, "f8", false, wide, asText);
        ASSERT_TRUE(plain) << plain.error().message();
        EXPECT_THAT(plain->shape, ElementsAre(2, 3));
        EXPECT_THAT(plain->values, ElementsAre(1.5F, -2.0F, 0.0F, 4.0F, -1e30F, 0.1F));
    }
    EXPECT_THAT(arrayOf({2, 3}, "f4", true, rawValues<float>({1, 2, 3, 4, 5, 6}), true)->values,
                ElementsAre(1, 3, 5, 2, 4, 6));
    EXPECT_THAT(arrayOf({2}, "f4", false, rawValues<float>({1, 2}), false)->values, ElementsAre(1, 2));
}

TEST(NumpyArray, RefusesWhatDoesNotFit) {
    const std::string two = rawValues<float>({1, 2});
    EXPECT_THAT(arrayOf({3}, "f4", false, two, false).error().message(),
                HasSubstr("another number of values"));
    EXPECT_THAT(arrayOf({1 << 30, 1 << 30}, "f4", false, two, true).error().message(),
                HasSubstr("another number of values"));
    EXPECT_THAT(arrayOf({-2}, "f4", false, two, false).error().message(), HasSubstr("wrong shape"));
    EXPECT_THAT(arrayOf({1, 1, 2}, "f4", false, two, false).error().message(), HasSubstr("one or two"));
    EXPECT_THAT(arrayOf({2}, "O8", false, two, false).error().message(), HasSubstr("real numbers"));
}

Result<TensorView> view(std::int64_t offset, std::vector<std::int64_t> shape,
                        std::vector<std::int64_t> strides) {
    static const std::string data(40, 'x');  // ten values
    return TensorView::make(ScalarType::F32, asBytes(data), offset, shape, strides);
}

TEST(TensorView, RefusesEverythingOutsideItsStorage) {
    EXPECT_TRUE(view(0, {10}, {1}));
    EXPECT_TRUE(view(9, {}, {}));
    EXPECT_TRUE(view(10, {0}, {1}));
    EXPECT_TRUE(view(0, {0, INT64_MAX}, {INT64_MAX, 1}));
    EXPECT_FALSE(view(1, {10}, {1}));
    EXPECT_FALSE(view(10, {}, {}));
    EXPECT_FALSE(view(-1, {1}, {1}));
    EXPECT_FALSE(view(11, {0}, {1}));
    EXPECT_FALSE(view(0, {-1}, {1}));
    EXPECT_FALSE(view(0, {2}, {-1}));
    EXPECT_FALSE(view(0, {2, 2}, {1}));
    EXPECT_FALSE(view(0, {11}, {0}));
    EXPECT_FALSE(view(0, {2}, {10}));
    EXPECT_FALSE(view(0, {2}, {INT64_MAX}));
    EXPECT_FALSE(view(0, {INT64_MAX, INT64_MAX}, {0, 0}));
    EXPECT_FALSE(view(0, {INT64_MAX, 4}, {1, 1}));
    EXPECT_FALSE(view(0, {1, 1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 1}));
}

TEST(TensorView, SeesValuesThatAreNoNumbers) {
    const auto isFinite = [](ScalarType type, const std::string& data) {
        const std::vector<std::int64_t> shape{static_cast<std::int64_t>(data.size() / scalarSize(type))};
        return TensorView::make(type, asBytes(data), 0, shape, std::vector<std::int64_t>{1})->isFinite();
    };
    constexpr float kInf = std::numeric_limits<float>::infinity();
    EXPECT_TRUE(isFinite(ScalarType::F32, rawValues<float>({0, -3e38F, 1e-45F})));
    EXPECT_FALSE(isFinite(ScalarType::F32, rawValues<float>({0, -kInf})));
    EXPECT_FALSE(isFinite(ScalarType::F32, rawValues<float>({kInf - kInf})));
    EXPECT_FALSE(isFinite(ScalarType::F64, rawValues<double>({1e300})));
    EXPECT_TRUE(isFinite(ScalarType::F16, rawValues<std::uint16_t>({0x7BFF})));
    EXPECT_FALSE(isFinite(ScalarType::F16, rawValues<std::uint16_t>({0x7C00})));
    EXPECT_FALSE(isFinite(ScalarType::BF16, rawValues<std::uint16_t>({0xFF81})));
    EXPECT_TRUE(isFinite(ScalarType::I64, rawValues<std::int64_t>({-1})));
}

}  // namespace
}  // namespace adapnet::checkpoint
