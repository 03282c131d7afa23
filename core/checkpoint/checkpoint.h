// Weight files of PyTorch, read as data: the ZIP container (PyTorch 1.6 and later) and the older one made of
// pickles in a row. Nothing in a file is run. A Checkpoint owns the file's bytes; tensors are views into
// them. Memory: the bytes, the pickle's tree (see PickleReader) and one line for each storage.
// Source of both formats: https://pytorch.org/docs/stable/notes/serialization.html and files written by
// PyTorch 1.13.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/checkpoint/tensor_view.h"
#include "core/pickle/value.h"

namespace adapnet::checkpoint {

enum class Container { Zip, Legacy };

class Checkpoint {
  public:
    static constexpr std::size_t kMaxTensors = 4096;    // ResNet-101 with two heads has about 700
    static constexpr std::size_t kMaxStorages = 16384;  // with the optimiser's

    // Errors: NotFound, Io, and those of read().
    static Result<Checkpoint> open(const std::filesystem::path& path);
    // Errors: Model, in one sentence: what the file is instead, what is damaged, what is not allowed.
    static Result<Checkpoint> read(std::vector<std::byte> bytes);

    Checkpoint(Checkpoint&&) noexcept;
    Checkpoint& operator=(Checkpoint&&) noexcept;
    ~Checkpoint();

    Container container() const;
    std::size_t fileSize() const;
    std::string hash() const;  // SHA-256 of the file

    // Calls visit for each tensor of the state dictionary in file order: the dictionary under "model_state",
    // "state_dict" or "model", else the top level. Entries that are no tensors are left out. Stops at the
    // first error, of visit or of the file (Model: damaged, more than kMaxTensors).
    using Visit = std::function<Result<void>(std::string_view name, const TensorView& tensor)>;
    Result<void> forEachTensor(const Visit& visit) const;

    // The dictionary beside the tensors that cirtorch calls "meta"; nothing when the file has none.
    std::optional<pickle::Value> meta() const;

  private:
    struct State;
    explicit Checkpoint(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

// A numpy array inside a checkpoint (precomputed whitening), as row-major float32.
struct Array {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};
// Arrays of float32 and float64, little-endian, in C or Fortran order, up to two dimensions. Errors: Model.
Result<Array> numpyArray(const pickle::Value& value);

}  // namespace adapnet::checkpoint
