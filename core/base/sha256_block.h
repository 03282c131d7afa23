// The blocks of SHA-256 (FIPS 180-4, section 6.2.2) in two forms with the same result. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace adapnet {

using Sha256State = std::array<std::uint32_t, 8>;  // a to h

// Mixes `count` blocks of 64 bytes into the state.
void sha256Blocks(Sha256State& state, const unsigned char* data, std::size_t count);
// The same by the SHA instructions of x86, several times as fast; only where hasShaInstructions().
void sha256BlocksByInstructions(Sha256State& state, const unsigned char* data, std::size_t count);
bool hasShaInstructions();

}  // namespace adapnet
