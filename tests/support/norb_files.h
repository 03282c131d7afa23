// Small smallNORB files for tests: five categories that differ in the share of bright pixels.
#pragma once

#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/pictures.h"

namespace adapnet::test {

inline constexpr int kNorbSide = 16;

inline void appendInt(std::string& bytes, std::int32_t value) {
    char raw[4];
    std::memcpy(raw, &value, 4);
    bytes.append(raw, 4);
}

inline std::string matrixFile(std::uint32_t magic, const std::vector<std::int32_t>& sizes) {
    std::string bytes;
    appendInt(bytes, static_cast<std::int32_t>(magic));
    appendInt(bytes, static_cast<std::int32_t>(sizes.size()));
    for (const std::int32_t size : sizes) appendInt(bytes, size);
    for (std::size_t i = sizes.size(); i < 3; ++i) appendInt(bytes, 1);
    return bytes;
}

// The grey value of one pixel: a ramp from 10 to 200, bright above a limit that depends on the category.
inline std::uint8_t norbPixel(int category, int pair, int camera, int y, int x) {
    const int place = (y * 31 + x * 17 + pair * 5 + camera * 3) % 100;
    return static_cast<std::uint8_t>(place < 15 + 17 * category ? 200 : 10 + place % 7);
}

inline std::string norbFile(const std::string& split, const std::string& part) {
    return "smallnorb-5x" + std::string(split == "training" ? "46789" : "01235") + "x9x18x6x2x96x96-" +
           split + '-' + part + ".mat";
}

// `pairs` pairs; pair p has category p % 5.
inline void writeNorb(const fs::path& folder, const std::string& split, int pairs) {
    std::string dat = matrixFile(0x1E3D4C55, {pairs, 2, kNorbSide, kNorbSide});
    std::string cat = matrixFile(0x1E3D4C54, {pairs});
    std::string info = matrixFile(0x1E3D4C54, {pairs, 4});
    for (int pair = 0; pair < pairs; ++pair) {
        appendInt(cat, pair % 5);
        for (const int value : {pair % 10, pair % 9, 2 * (pair % 18), pair % 6}) appendInt(info, value);
        for (int camera = 0; camera < 2; ++camera)
            for (int y = 0; y < kNorbSide; ++y)
                for (int x = 0; x < kNorbSide; ++x)
                    dat += static_cast<char>(norbPixel(pair % 5, pair, camera, y, x));
    }
    writeText(folder / norbFile(split, "dat"), dat);
    writeText(folder / norbFile(split, "cat"), cat);
    writeText(folder / norbFile(split, "info"), info);
}

}  // namespace adapnet::test
