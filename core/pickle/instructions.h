// The instructions of the pickle format that the reader understands: those that carry data. Internal to
// core/pickle. Numbers after https://docs.python.org/3/library/pickletools.html.
#pragma once

#include <cstdint>

namespace adapnet::pickle {

enum class Instruction : std::uint8_t {
    Mark = '(',
    Stop = '.',
    None = 'N',
    BinInt = 'J',
    BinInt1 = 'K',
    BinInt2 = 'M',
    BinFloat = 'G',
    BinString = 'T',
    ShortBinString = 'U',
    BinBytes = 'B',
    ShortBinBytes = 'C',
    BinUnicode = 'X',
    EmptyDict = '}',
    EmptyList = ']',
    EmptyTuple = ')',
    Tuple = 't',
    Append = 'a',
    Appends = 'e',
    SetItem = 's',
    SetItems = 'u',
    BinGet = 'h',
    LongBinGet = 'j',
    BinPut = 'q',
    LongBinPut = 'r',
    Global = 'c',
    Reduce = 'R',
    Build = 'b',
    BinPersId = 'Q',
    Proto = 0x80,
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    NewTrue = 0x88,
    NewFalse = 0x89,
    Long1 = 0x8a,
    ShortBinUnicode = 0x8c,  // protocol 4: what a current Python writes
    Memoize = 0x94,
    Frame = 0x95
};

}  // namespace adapnet::pickle
