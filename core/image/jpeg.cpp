#include "core/image/jpeg.h"

#include <csetjmp>
#include <cstdint>
#include <cstdio>

// jpeglib.h needs the types of stdio.h first.
#include <jpeglib.h>

#include <jerror.h>

namespace adapnet::image {

namespace {

// A progressive file with thousands of scans costs hours; real encoders write about ten.
constexpr int kMaxScans = 200;

struct ErrorState {
    jpeg_error_mgr manager;
    std::jmp_buf jump;
    char message[JMSG_LENGTH_MAX];
    int damages;
};

// Asked by libjpeg for every row of blocks, in every scan.
struct Watch {
    jpeg_progress_mgr manager;
    const std::stop_token* stop;
};

[[noreturn]] void leave(j_common_ptr info) {
    auto* state = reinterpret_cast<ErrorState*>(info->err);
    info->err->format_message(info, state->message);
    std::longjmp(state->jump, 1);
}

void countWarning(j_common_ptr info, int level) {
    if (level >= 0) return;
    auto* state = reinterpret_cast<ErrorState*>(info->err);
    switch (info->err->msg_code) {
        // Sloppy files of cameras and editors; their pixels are complete.
        case JWRN_EXTRANEOUS_DATA:
        case JWRN_ADOBE_XFORM:
        case JWRN_JFIF_MAJOR:
        case JWRN_TOO_MUCH_DATA:
            return;
        default:
            break;
    }
    if (state->damages++ == 0) info->err->format_message(info, state->message);
}

void watch(j_common_ptr info) {
    const auto* self = reinterpret_cast<const Watch*>(info->progress);
    if (self->stop->stop_requested()) ERREXITS(info, JERR_CANT_SUSPEND, "stopped");
    auto* decoder = reinterpret_cast<j_decompress_ptr>(info);
    if (decoder->input_scan_number > kMaxScans) ERREXITS(info, JERR_CANT_SUSPEND, "too many scans");
}

void cmykRowToRgb(const std::uint8_t* cmyk, std::uint8_t* rgb, int width, bool inverted) {
    for (int x = 0; x < width; ++x, cmyk += 4, rgb += 3) {
        for (int c = 0; c < 3; ++c) {
            const int colour = inverted ? cmyk[c] : 255 - cmyk[c];
            const int key = inverted ? cmyk[3] : 255 - cmyk[3];
            rgb[c] = static_cast<std::uint8_t>((colour * key + 127) / 255);
        }
    }
}

// Everything between setjmp and the end is plain data or owned by the caller, so that a jump skips no
// destructor.
bool decode(std::span<const std::byte> bytes, jpeg_decompress_struct& info, ErrorState& state, cv::Mat& rgb,
            cv::Mat& row, const std::stop_token& stop) {
    Watch progress{};
    progress.manager.progress_monitor = watch;
    progress.stop = &stop;
    if (setjmp(state.jump) != 0) {  // NOLINT(cert-err52-cpp): libjpeg knows no other way out
        jpeg_destroy_decompress(&info);
        return false;
    }
    jpeg_create_decompress(&info);
    info.progress = &progress.manager;
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()),
                 static_cast<unsigned long>(bytes.size()));
    jpeg_read_header(&info, TRUE);
    const bool cmyk = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    info.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&info);
    const int width = static_cast<int>(info.output_width);
    rgb.create(static_cast<int>(info.output_height), width, CV_8UC3);
    if (cmyk) row.create(1, width, CV_8UC4);
    while (info.output_scanline < info.output_height) {
        std::uint8_t* target = rgb.ptr<std::uint8_t>(static_cast<int>(info.output_scanline));
        JSAMPROW line = cmyk ? row.ptr<std::uint8_t>() : target;
        jpeg_read_scanlines(&info, &line, 1);
        if (cmyk) cmykRowToRgb(line, target, width, info.saw_Adobe_marker != 0);
        if (state.damages > 0) break;
    }
    if (state.damages == 0) jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return state.damages == 0;
}

}  // namespace

Result<cv::Mat> decodeJpeg(std::span<const std::byte> bytes, const std::stop_token& stop) {
    jpeg_decompress_struct info{};
    ErrorState state{};
    info.err = jpeg_std_error(&state.manager);
    state.manager.error_exit = leave;
    state.manager.emit_message = countWarning;
    cv::Mat rgb;
    cv::Mat row;
    try {
        if (!decode(bytes, info, state, rgb, row, stop)) {
            if (stop.stop_requested()) return fail(Error::cancelled());
            return fail(ErrorCode::Decode,
                        std::string("the JPEG file is damaged or cut off (") + state.message + ")");
        }
    } catch (const std::exception& error) {
        jpeg_destroy_decompress(&info);
        return fail(ErrorCode::OutOfMemory, std::string("no memory for the picture: ") + error.what());
    }
    return rgb;
}

}  // namespace adapnet::image
