#include "core/base/sha256.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/sha256_block.h"

namespace adapnet {
namespace {

// FIPS 180-4 examples and lengths around the padding's borders (55, 56, 63, 64, 119, 120 bytes).
const std::vector<std::pair<std::string, std::string>>& knownDigests() {
    static const std::vector<std::pair<std::string, std::string>> all{
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {std::string(55, 'a'), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
        {std::string(56, 'a'), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
        {std::string(57, 'a'), "f13b2d724659eb3bf47f2dd6af1accc87b81f09f59f2b75e5c0bed6589dfe8c6"},
        {std::string(63, 'a'), "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
        {std::string(64, 'a'), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
        {std::string(65, 'a'), "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
        {std::string(119, 'a'), "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
        {std::string(120, 'a'), "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
        {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    return all;
}

TEST(Sha256, GivesThePublishedDigests) {
    for (const auto& [text, digest] : knownDigests()) EXPECT_EQ(sha256Hex(text), digest) << text.size();
}

TEST(Sha256, DoesNotCareHowTheBytesArrive) {
    for (const auto& [text, digest] : knownDigests()) {
        for (const std::size_t piece : {1U, 7U, 63U, 64U, 65U, 1000U}) {
            if (text.size() > 1000 && piece < 63) continue;
            Sha256 hash;
            for (std::size_t at = 0; at < text.size(); at += piece) {
                hash.update(std::string_view(text).substr(at, piece)).update(std::string_view());
            }
            EXPECT_EQ(hash.hexDigest(), digest) << text.size() << " in pieces of " << piece;
        }
    }
}

// On a processor without them both are the definition.
TEST(Sha256, TheProcessorsInstructionsMixAsTheDefinition) {
    const auto fast = hasShaInstructions() ? sha256BlocksByInstructions : sha256Blocks;
    RandomStream random("sha256");
    std::array<unsigned char, 64> block{};
    Sha256State defined{};
    for (auto& word : defined) word = static_cast<std::uint32_t>(random.nextBits());
    Sha256State made = defined;
    for (int i = 0; i < 1000; ++i) {
        for (auto& byte : block) byte = static_cast<unsigned char>(random.nextBits());
        sha256Blocks(defined, block.data(), 1);
        fast(made, block.data(), 1);
        ASSERT_EQ(made, defined) << i;
    }
}

}  // namespace
}  // namespace adapnet
