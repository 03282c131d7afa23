<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>KindNames</name>
    <message>
        <source>Gaussian noise</source>
        <translation>高斯噪声</translation>
    </message>
    <message>
        <source>shot noise</source>
        <translation>散粒噪声</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>motion blur</source>
        <translation>运动模糊</translation>
    </message>
    <message>
        <source>JPEG compression</source>
        <translation>JPEG 压缩</translation>
    </message>
    <message>
        <source>low resolution</source>
        <translation>低分辨率</translation>
    </message>
    <message>
        <source>low light</source>
        <translation>弱光</translation>
    </message>
    <message>
        <source>low contrast</source>
        <translation>低对比度</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>无退化</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>positive</source>
        <translation>正例</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负例</translation>
    </message>
    <message>
        <source>junk</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>未标注</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>标识符</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>%1, %2 parameters</source>
        <translation>%1，%2 个参数</translation>
    </message>
    <message>
        <source>Descriptor</source>
        <translation>描述符</translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) a picture</source>
        <translation>
            <numerusform>每张图片 %n 个数值</numerusform>
        </translation>
    </message>
    <message>
        <source>longer side at most %1 px, shrunk with a Lanczos filter</source>
        <translation>长边最多 %1 像素，用 Lanczos 滤波缩小</translation>
    </message>
    <message>
        <source>longer side at most %1 px</source>
        <translation>长边最多 %1 像素</translation>
    </message>
    <message>
        <source>relative sizes %1</source>
        <translation>相对尺寸 %1</translation>
    </message>
    <message>
        <source>channels blue, green, red</source>
        <translation>通道顺序：蓝、绿、红</translation>
    </message>
    <message>
        <source>channels red, green, blue</source>
        <translation>通道顺序：红、绿、蓝</translation>
    </message>
    <message>
        <source>mean %1, deviation %2</source>
        <translation>均值 %1，标准差 %2</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在本机上</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>precision, device</comment>
        <translation>%1，设备 %2</translation>
    </message>
    <message>
        <source>half precision refused: least cosine to fp32 %1</source>
        <translation>已拒绝半精度：与 fp32 的最小余弦为 %1</translation>
    </message>
    <message>
        <source>least cosine to fp32 %1</source>
        <translation>与 fp32 的最小余弦为 %1</translation>
    </message>
    <message>
        <source>estimates the damage and can correct for it</source>
        <translation>能估计损坏并加以补偿</translation>
    </message>
    <message>
        <source>Imported from</source>
        <translation>导入自</translation>
    </message>
    <message>
        <source>%1, as %2</source>
        <comment>file, kind of network</comment>
        <translation>%1，类型 %2</translation>
    </message>
    <message>
        <source>SHA-256 of that file</source>
        <translation>该文件的 SHA-256</translation>
    </message>
    <message>
        <source>computed in %1</source>
        <translation>以 %1 计算</translation>
    </message>
    <message>
        <source>whitening learnt from %1 pairs, rank %2</source>
        <translation>白化由 %1 对图片学得，秩 %2</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>%1, %2 photos</source>
        <comment>data set, count</comment>
        <translation>%1，%2 张照片</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>data set, licence</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>Training pictures</source>
        <translation>训练图片</translation>
    </message>
    <message>
        <source>clean queries %1</source>
        <translation>干净查询 %1</translation>
    </message>
    <message>
        <source>degraded queries %1</source>
        <translation>损坏查询 %1</translation>
    </message>
    <message>
        <source>same class %1</source>
        <translation>同类 %1</translation>
    </message>
    <message>
        <source>mAP on the validation pictures</source>
        <translation>验证图片上的 mAP</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>许可证全文</translation>
    </message>
    <message>
        <source>Weights (%1)</source>
        <translation>权重（%1）</translation>
    </message>
    <message>
        <source>Weights (missing)</source>
        <translation>权重（缺失）</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>Gaussian noise</source>
        <translation>高斯噪声</translation>
    </message>
    <message>
        <source>Salt and pepper</source>
        <translation>椒盐噪声</translation>
    </message>
    <message>
        <source>Speckle</source>
        <translation>散斑噪声</translation>
    </message>
    <message>
        <source>Motion blur</source>
        <translation>运动模糊</translation>
    </message>
    <message>
        <source>Resolution loss</source>
        <translation>分辨率降低</translation>
    </message>
    <message>
        <source>Shot noise</source>
        <translation>散粒噪声</translation>
    </message>
    <message>
        <source>Gaussian blur</source>
        <translation>高斯模糊</translation>
    </message>
    <message>
        <source>JPEG compression</source>
        <translation>JPEG 压缩</translation>
    </message>
    <message>
        <source>Low light</source>
        <translation>弱光</translation>
    </message>
    <message>
        <source>Low contrast</source>
        <translation>低对比度</translation>
    </message>
    <message>
        <source>Sigma</source>
        <translation>Sigma</translation>
    </message>
    <message>
        <source>Radius (sigma)</source>
        <translation>半径（sigma）</translation>
    </message>
    <message>
        <source>Noise (sigma)</source>
        <translation>噪声（sigma）</translation>
    </message>
    <message>
        <source>Share of pixels</source>
        <translation>像素比例</translation>
    </message>
    <message>
        <source>Drawn for each</source>
        <translation>逐项抽取</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Amplitude</source>
        <translation>幅度</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>Exposure T</source>
        <translation>曝光时间 T</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>运动</translation>
    </message>
    <message>
        <source>Spread of a, b</source>
        <translation>a、b 的离散度</translation>
    </message>
    <message>
        <source>Movement a</source>
        <translation>运动量 a</translation>
    </message>
    <message>
        <source>Movement b</source>
        <translation>运动量 b</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>Reduction</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Photons</source>
        <translation>光子数</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>均匀分布</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正态分布</translation>
    </message>
    <message>
        <source>line</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>frequency domain</source>
        <translation>频域</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>area average</source>
        <translation>区域平均</translation>
    </message>
    <message>
        <source>Haar approximation</source>
        <translation>Haar 近似</translation>
    </message>
    <message>
        <source>2 times</source>
        <translation>2 倍</translation>
    </message>
    <message>
        <source>4 times</source>
        <translation>4 倍</translation>
    </message>
    <message>
        <source>pixel</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>colour value</source>
        <translation>颜色值</translation>
    </message>
    <message>
        <source>denoising autoencoder</source>
        <translation>去噪自编码器</translation>
    </message>
    <message>
        <source>super-resolution (SRCNN)</source>
        <translation>超分辨率（SRCNN）</translation>
    </message>
    <message>
        <source>As in the study: Gaussian noise, sigma 0.1</source>
        <translation>同论文设定：高斯噪声，sigma 0.1</translation>
    </message>
    <message>
        <source>As in the study: salt and pepper, 10 %</source>
        <translation>同论文设定：椒盐噪声，10%</translation>
    </message>
    <message>
        <source>As in the study: speckle, U(-0.1, 0.1)</source>
        <translation>同论文设定：散斑噪声，U(-0.1, 0.1)</translation>
    </message>
    <message>
        <source>As in the study: motion blur</source>
        <translation>同论文设定：运动模糊</translation>
    </message>
    <message>
        <source>As in the study: half resolution</source>
        <translation>同论文设定：二分之一分辨率</translation>
    </message>
    <message>
        <source>As in the study: quarter resolution</source>
        <translation>同论文设定：四分之一分辨率</translation>
    </message>
    <message>
        <source>Rendering the demo pictures</source>
        <translation>正在渲染演示图片</translation>
    </message>
    <message>
        <source>Looking for pictures</source>
        <translation>正在查找图片</translation>
    </message>
    <message>
        <source>Recognising pictures</source>
        <translation>正在识别图片</translation>
    </message>
    <message>
        <source>Loading the networks</source>
        <translation>正在加载网络</translation>
    </message>
    <message>
        <source>Describing pictures</source>
        <translation>正在提取特征</translation>
    </message>
    <message>
        <source>Building the search index</source>
        <translation>正在建立检索索引</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>正在检索</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>This cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Picture too large</source>
        <translation>图片过大</translation>
    </message>
    <message>
        <source>Cannot read or write</source>
        <translation>无法读取或写入</translation>
    </message>
    <message>
        <source>Cannot read the picture</source>
        <translation>无法读取图片</translation>
    </message>
    <message>
        <source>Problem with the cache</source>
        <translation>缓存出现问题</translation>
    </message>
    <message>
        <source>Problem with a network</source>
        <translation>网络出现问题</translation>
    </message>
    <message>
        <source>Problem with the index file</source>
        <translation>索引文件出现问题</translation>
    </message>
    <message>
        <source>Device not available</source>
        <translation>设备不可用</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>Unexpected problem</source>
        <translation>意外问题</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> °</source>
        <translation>°</translation>
    </message>
    <message>
        <source> ×</source>
        <translation> ×</translation>
    </message>
    <message>
        <source>%1, severity %2</source>
        <translation>%1，等级 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>每秒 %1 张</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 could not be read</source>
        <translation>%1 张无法读取</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Out of focus</source>
        <translation>失焦</translation>
    </message>
    <message>
        <source>Large pixels</source>
        <translation>大像素</translation>
    </message>
    <message>
        <source>Fog</source>
        <translation>雾</translation>
    </message>
    <message>
        <source>Rain</source>
        <translation>雨</translation>
    </message>
    <message>
        <source>Covered parts</source>
        <translation>遮挡</translation>
    </message>
    <message>
        <source>Repair by a network</source>
        <translation>由网络修复</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Resolution kept</source>
        <translation>保留的分辨率</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>浓度</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>平滑度</translation>
    </message>
    <message>
        <source>Drops per 1000 pixels</source>
        <translation>每 1000 像素的雨滴数</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Share of the picture</source>
        <translation>占图像的比例</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Measuring the failure atlas</source>
        <translation>正在测量失效图谱</translation>
    </message>
    <message>
        <source>%1, on the whole picture</source>
        <translation>%1，作用于整张图片</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>The file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>This is not a JPEG, PNG, WebP, TIFF or BMP picture</source>
        <translation>这不是 JPEG、PNG、WebP、TIFF 或 BMP 图片</translation>
    </message>
    <message>
        <source>The header of the %1 file is damaged or cut off</source>
        <translation>%1 文件头已损坏或不完整</translation>
    </message>
    <message>
        <source>The %1 file is damaged or cut off</source>
        <translation>%1 文件已损坏或不完整</translation>
    </message>
    <message>
        <source>The %1 file is cut off</source>
        <translation>%1 文件不完整</translation>
    </message>
    <message>
        <source>The %1 file has an unknown kind of pixels</source>
        <translation>%1 文件的像素格式未知</translation>
    </message>
    <message>
        <source>The %1 file contradicts its own header</source>
        <translation>%1 文件与其文件头不一致</translation>
    </message>
    <message>
        <source>The picture has %1 x %2 pixels, the limit is %3 in all</source>
        <translation>图片为 %1 x %2 像素，上限为总共 %3 像素</translation>
    </message>
    <message>
        <source>The file is larger than 2 GB</source>
        <translation>文件大于 2 GB</translation>
    </message>
    <message>
        <source>The file has %1 bytes, more than the limit of %2</source>
        <translation>文件有 %1 字节，超过上限 %2</translation>
    </message>
    <message>
        <source>There is not enough memory for this picture</source>
        <translation>内存不足，无法处理此图片</translation>
    </message>
    <message>
        <source>The file is not there</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>It is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>The path leaves the gallery folder</source>
        <translation>路径超出了图库文件夹</translation>
    </message>
    <message>
        <source>There is no permission to read it</source>
        <translation>没有读取权限</translation>
    </message>
    <message>
        <source>The file %1 is not there</source>
        <translation>文件 %1 不存在</translation>
    </message>
    <message>
        <source>It cannot be read (%1)</source>
        <translation>无法读取（%1）</translation>
    </message>
    <message>
        <source>There is no permission to read the folder</source>
        <translation>没有读取该文件夹的权限</translation>
    </message>
    <message>
        <source>The folder cannot be read (%1)</source>
        <translation>无法读取该文件夹（%1）</translation>
    </message>
    <message>
        <source>No vector could be computed for this picture</source>
        <translation>无法为此图片计算向量</translation>
    </message>
    <message>
        <source>%1 gave values that are no numbers</source>
        <translation>%1 给出了非数值的结果</translation>
    </message>
    <message>
        <source>It is a folder</source>
        <translation>这是一个文件夹</translation>
    </message>
    <message>
        <source>The disk cannot read it</source>
        <translation>磁盘无法读取它</translation>
    </message>
    <message>
        <source>It is a link that leads to itself</source>
        <translation>这是一个指向自身的链接</translation>
    </message>
    <message>
        <source>The stored run has no result for it</source>
        <translation>已存储的运行结果中没有它</translation>
    </message>
    <message>
        <source>The box %1 holds no pixel of the picture of %2 x %3</source>
        <translation>选框 %1 不包含 %2 x %3 图片中的任何像素</translation>
    </message>
    <message>
        <source>There is no space left on the disk</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>There is no permission to write there</source>
        <translation>没有在此处写入的权限</translation>
    </message>
    <message>
        <source>The disk can only be read</source>
        <translation>磁盘为只读</translation>
    </message>
    <message>
        <source>The folder is not there</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>It cannot be written (%1)</source>
        <translation>无法写入（%1）</translation>
    </message>
    <message>
        <source>This is a report and not a recipe</source>
        <translation>这是报告，不是配方</translation>
    </message>
    <message>
        <source>This is the report of an evaluation and not a recipe</source>
        <translation>这是评测报告，不是配方</translation>
    </message>
    <message>
        <source>This is a ground truth and not a recipe</source>
        <translation>这是真值标注，不是配方</translation>
    </message>
    <message>
        <source>These are stored rankings and not a recipe</source>
        <translation>这是保存的排名，不是配方</translation>
    </message>
    <message>
        <source>This is the list of a noisy benchmark and not a recipe</source>
        <translation>这是带噪基准的清单，不是配方</translation>
    </message>
    <message>
        <source>This is a failure atlas and not a recipe</source>
        <translation>这是失效图谱，不是配方</translation>
    </message>
    <message>
        <source>This describes a network and is not a recipe</source>
        <translation>这是网络的说明，不是配方</translation>
    </message>
    <message>
        <source>This is a recipe for training and not one for damage</source>
        <translation>这是训练配方，不是退化配方</translation>
    </message>
    <message>
        <source>The file is damaged or no JSON</source>
        <translation>文件已损坏或不是 JSON</translation>
    </message>
    <message>
        <source>It is longer than 1 MB, too long for a recipe</source>
        <translation>文件超过 1 MB，对配方来说过大</translation>
    </message>
    <message>
        <source>It is a recipe of another version; this program reads version 1 only</source>
        <translation>配方版本不同；本程序只读取版本 1</translation>
    </message>
    <message>
        <source>It is not a recipe (%1)</source>
        <translation>这不是配方（%1）</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::BoxEditor</name>
    <message>
        <source>Query picture with box</source>
        <translation>带选框的查询图像</translation>
    </message>
    <message>
        <source>No picture chosen</source>
        <translation>未选择图片</translation>
    </message>
    <message>
        <source>Box from %1, %2 with %3 by %4 pixels. Arrow keys move it, Alt and arrow keys change its size.</source>
        <translation>选框起点 %1, %2，大小 %3 × %4 像素。方向键移动选框，Alt 加方向键改变大小。</translation>
    </message>
    <message>
        <source>Choose a picture in the gallery,
drop one here, or paste it.</source>
        <translation>在图库中选择一张图片，
或将图片拖放、粘贴到此处。</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::CompareView</name>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Query and result beside each other</source>
        <translation>并排显示查询与结果</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Query and result in turn, in the same place</source>
        <translation>在同一位置交替显示查询与结果</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>Result on top of the query, as clear as you like</source>
        <translation>结果叠加在查询之上，透明度可调</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Bright where query and result differ</source>
        <translation>查询与结果不同之处显示为亮色</translation>
    </message>
    <message>
        <source>Linked</source>
        <translation>联动</translation>
    </message>
    <message>
        <source>Both pictures zoom and move together</source>
        <translation>两张图片同步缩放和移动</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>显示整张图片</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100%</translation>
    </message>
    <message>
        <source>One picture pixel on one screen pixel</source>
        <translation>一个图像像素对应一个屏幕像素</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Opacity of the result</source>
        <translation>结果的不透明度</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Link or unlink zoom and movement</source>
        <translation>开启或关闭联动缩放与移动</translation>
    </message>
    <message>
        <source>Zoom in, zoom out</source>
        <translation>放大，缩小</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动图片</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格键</translation>
    </message>
    <message>
        <source>Show the other picture while blinking</source>
        <translation>闪烁时切换到另一张图片</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Back to the rankings</source>
        <translation>返回排名列表</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>%1 over %2</source>
        <comment>result caption, query caption</comment>
        <translation>%1 叠加于 %2</translation>
    </message>
    <message>
        <source>Difference (result scaled to the query): %1</source>
        <translation>差异（结果已缩放至查询大小）：%1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>zoom</comment>
        <translation>%1%</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::CurveLegend</name>
    <message>
        <source>breaking point</source>
        <translation>断点</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ExportDialog</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::FigureDialog</name>
    <message>
        <source>✓  %1 written</source>
        <translation>✓  %1 已写入</translation>
    </message>
    <message>
        <source>!  %1 not written. %2</source>
        <translation>!  %1 未写入。%2</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>导出图示</translation>
    </message>
    <message>
        <source>The query with its box, and one row for each model: right results in a green frame with a plus sign, wrong ones in red with a minus sign.</source>
        <translation>带选框的查询图片，每个模型一行：正确结果为绿色边框加正号，错误结果为红色边框加负号。</translation>
    </message>
    <message>
        <source>First rank</source>
        <translation>起始排名</translation>
    </message>
    <message>
        <source>Last rank</source>
        <translation>结束排名</translation>
    </message>
    <message>
        <source>Folder for the figure</source>
        <translation>图示的文件夹</translation>
    </message>
    <message>
        <source>&amp;to</source>
        <translation>到(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Ranks</source>
        <translation>排名(&amp;R)</translation>
    </message>
    <message>
        <source>SVG, for drawing programs</source>
        <translation>SVG，用于绘图软件</translation>
    </message>
    <message>
        <source>PDF, for papers</source>
        <translation>PDF，用于论文</translation>
    </message>
    <message>
        <source>PNG, 300 dots an inch</source>
        <translation>PNG，每英寸 300 点</translation>
    </message>
    <message>
        <source>What was written</source>
        <translation>写入结果</translation>
    </message>
    <message>
        <source>Writing …</source>
        <translation>正在写入…</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::GalleryPanel</name>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>The queries that the ground truth names, with their boxes</source>
        <translation>真值标注中的查询及其选框</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Filter pictures by name</source>
        <translation>按名称筛选图片</translation>
    </message>
    <message>
        <source>Pictures of the gallery</source>
        <translation>图库中的图片</translation>
    </message>
    <message>
        <source>Queries of the ground truth</source>
        <translation>真值标注中的查询</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message numerus="yes">
        <source>%n positive picture(s)</source>
        <translation>
            <numerusform>%n 张正例图片</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ImportDialog</name>
    <message>
        <source>CFCD</source>
        <translation>CFCD</translation>
    </message>
    <message>
        <source>SENet</source>
        <translation>SENet</translation>
    </message>
    <message>
        <source>CVNet, SuperGlobal</source>
        <translation>CVNet、SuperGlobal</translation>
    </message>
    <message>
        <source>GeM (cirtorch)</source>
        <translation>GeM（cirtorch）</translation>
    </message>
    <message>
        <source>AdaFace (faces)</source>
        <translation>AdaFace（人脸）</translation>
    </message>
    <message>
        <source>ResNet (ImageNet)</source>
        <translation>ResNet（ImageNet）</translation>
    </message>
    <message>
        <source>Average over the area</source>
        <translation>按面积平均</translation>
    </message>
    <message>
        <source>Lanczos (cirtorch)</source>
        <translation>Lanczos（cirtorch）</translation>
    </message>
    <message>
        <source>Bilinear, rounded size (CFCD)</source>
        <translation>双线性，尺寸四舍五入（CFCD）</translation>
    </message>
    <message>
        <source>Area in 8 bit (SENet, CVNet)</source>
        <translation>8 位面积平均（SENet、CVNet）</translation>
    </message>
    <message>
        <source>Bilinear, truncated size (SuperGlobal)</source>
        <translation>双线性，尺寸截断（SuperGlobal）</translation>
    </message>
    <message>
        <source>Bilinear, exact step (cirtorch)</source>
        <translation>双线性，精确步长（cirtorch）</translation>
    </message>
    <message>
        <source>missing: %1</source>
        <translation>缺少：%1</translation>
    </message>
    <message>
        <source>unexpected: %1</source>
        <translation>多余：%1</translation>
    </message>
    <message>
        <source>wrong shape: %1 is %2 instead of %3</source>
        <translation>形状不符：%1 为 %2，应为 %3</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Red, green, blue</source>
        <translation>红、绿、蓝</translation>
    </message>
    <message>
        <source>Blue, green, red</source>
        <translation>蓝、绿、红</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Weights to import</source>
        <translation>要导入的权重</translation>
    </message>
    <message>
        <source>PyTorch weights (*.pth *.pyth *.pt *.pkl *.tar *.ckpt);;All files (*)</source>
        <translation>PyTorch 权重 (*.pth *.pyth *.pt *.pkl *.tar *.ckpt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a weight file. It is only read; nothing in it is run.</source>
        <translation>请选择权重文件。程序只读取它，不会运行其中的任何代码。</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the weight file</source>
        <translation>选择权重文件</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>类型(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and &quot;_&quot;; empty: chosen from kind and depth</source>
        <translation>小写字母、数字和“_”；留空则按类型和深度命名</translation>
    </message>
    <message>
        <source>Tensors that do not fit</source>
        <translation>不匹配的张量</translation>
    </message>
    <message>
        <source>Pictures for this network</source>
        <translation>此网络的输入图片</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>导入进度</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>%1, channel %2</source>
        <comment>mean or deviation</comment>
        <translation>%1，通道 %2</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>&amp;Longest side</source>
        <translation>最长边(&amp;L)</translation>
    </message>
    <message>
        <source>How a picture with a longer side is brought to this size</source>
        <translation>长边更长的图片如何缩小到此尺寸</translation>
    </message>
    <message>
        <source>&amp;Shrinking</source>
        <translation>缩小方式(&amp;S)</translation>
    </message>
    <message>
        <source>C&amp;hannel order</source>
        <translation>通道顺序(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Mean</source>
        <translation>均值(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Deviation</source>
        <translation>标准差(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Resizing</source>
        <translation>缩放方式(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Whitening</source>
        <translation>白化(&amp;W)</translation>
    </message>
    <message>
        <source>Reading the file …</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>%1 cannot be imported: the tensors of the file do not fit.</source>
        <translation>无法导入 %1：文件中的张量不匹配。</translation>
    </message>
    <message>
        <source>Importing …</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>The model &quot;%1&quot; is ready. Galleries opened from now on use it.</source>
        <translation>模型“%1”已就绪，之后打开的图库将使用它。</translation>
    </message>
    <message numerus="yes">
        <source>%1: all %n tensor(s) are there.</source>
        <translation>
            <numerusform>%1：%n 个张量齐全。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adapnet::ui::LensPanel</name>
    <message>
        <source>Compensation block in the rankings</source>
        <translation>在排名中使用补偿模块</translation>
    </message>
    <message>
        <source>Off: networks that estimate the damage describe the query without correcting for it</source>
        <translation>关闭：能估计损坏的网络在描述查询时不做补偿</translation>
    </message>
    <message>
        <source>What each help does to this query</source>
        <translation>各种帮助对该查询的作用</translation>
    </message>
    <message>
        <source>Choose a picture to look at.</source>
        <translation>请选择要查看的图片。</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在分析…</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::LensTable</name>
    <message>
        <source>denoising autoencoder</source>
        <translation>去噪自编码器</translation>
    </message>
    <message>
        <source>super-resolution</source>
        <translation>超分辨率</translation>
    </message>
    <message>
        <source>No help</source>
        <translation>无帮助</translation>
    </message>
    <message>
        <source>Compensation block</source>
        <translation>补偿模块</translation>
    </message>
    <message>
        <source>Pixels restored: %1</source>
        <translation>像素修复：%1</translation>
    </message>
    <message>
        <source>Clean crop</source>
        <translation>干净裁剪</translation>
    </message>
    <message>
        <source>Clean crop, no help</source>
        <translation>干净裁剪，无帮助</translation>
    </message>
    <message>
        <source>The block makes the clean query worse than no help.</source>
        <translation>该模块使干净查询的结果比无帮助时更差。</translation>
    </message>
    <message>
        <source>%1: rank %2</source>
        <comment>picture and its rank</comment>
        <translation>%1：第 %2 名</translation>
    </message>
    <message>
        <source>How alike the descriptor is to that of the clean crop; 1 is equal</source>
        <translation>描述符与干净裁剪的描述符有多相似；1 表示相同</translation>
    </message>
    <message>
        <source>Average precision of this query, 0 to 1</source>
        <translation>该查询的平均精度，0 到 1</translation>
    </message>
    <message>
        <source>Where the pictures that should be found stand in the ranking</source>
        <translation>应找到的图片在排名中的位置</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助方式</translation>
    </message>
    <message>
        <source>Cosine to clean</source>
        <translation>与干净的余弦</translation>
    </message>
    <message>
        <source>AP</source>
        <comment>average precision</comment>
        <translation>AP</translation>
    </message>
    <message>
        <source>Ranks of the positives</source>
        <translation>正例的名次</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::MainWindow</name>
    <message>
        <source>Import a &amp;model …</source>
        <translation>导入模型(&amp;M)…</translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n picture(s) of this step are finished; opening the folder again goes on from there.</source>
        <translation>
            <numerusform>已停止。本步骤已完成 %n 张图片，再次打开该文件夹时会从此处继续。</numerusform>
        </translation>
    </message>
    <message>
        <source>AdapNet Workbench</source>
        <translation>AdapNet Workbench</translation>
    </message>
    <message>
        <source>%1 – AdapNet Workbench</source>
        <translation>%1 – AdapNet Workbench</translation>
    </message>
    <message>
        <source>Some files could not be used: %1.</source>
        <translation>部分文件无法使用：%1。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>There is no picture in this folder. JPEG, PNG, WebP, TIFF and BMP are read.</source>
        <translation>该文件夹中没有图片。可读取 JPEG、PNG、WebP、TIFF 和 BMP。</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation>正在检索…</translation>
    </message>
    <message>
        <source>Search took %1 ms</source>
        <translation>检索用时 %1 毫秒</translation>
    </message>
    <message>
        <source>The folder %1 is not there.</source>
        <translation>文件夹 %1 不存在。</translation>
    </message>
    <message>
        <source>First open the folder that is to be searched.</source>
        <translation>请先打开要检索的文件夹。</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>打开图片文件夹</translation>
    </message>
    <message>
        <source>Load ground truth</source>
        <translation>加载真值标注</translation>
    </message>
    <message>
        <source>Ground truth (*.json);;All files (*)</source>
        <translation>真值标注 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a query picture</source>
        <translation>打开查询图像</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp);;All files (*)</source>
        <translation>图片 (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp);;所有文件 (*)</translation>
    </message>
    <message>
        <source>The clipboard holds no picture. Copy a picture or a picture file first.</source>
        <translation>剪贴板中没有图片。请先复制图片或图片文件。</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
    <message>
        <source>About AdapNet Workbench</source>
        <translation>关于 AdapNet Workbench</translation>
    </message>
    <message>
        <source>&lt;h3&gt;AdapNet Workbench %1&lt;/h3&gt;&lt;p&gt;Searches a gallery of pictures with a bad query and compares how far each network still finds it.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later. Pictures are only read, never changed; nothing leaves this computer.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;AdapNet Workbench %1&lt;/h3&gt;&lt;p&gt;用质量很差的查询图像检索图库，并比较各个网络还能找到多少。&lt;/p&gt;&lt;p&gt;自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本。图片只读取、绝不修改；任何数据都不会离开本机。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Open &amp;folder …</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Open &amp;demo gallery</source>
        <translation>打开演示图库(&amp;D)</translation>
    </message>
    <message>
        <source>Load &amp;ground truth …</source>
        <translation>加载真值标注(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Close gallery</source>
        <translation>关闭图库(&amp;C)</translation>
    </message>
    <message>
        <source>Files of this gallery …</source>
        <translation>此图库的文件…</translation>
    </message>
    <message>
        <source>&amp;Export report …</source>
        <translation>导出报告(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Find in the gallery</source>
        <translation>在图库中查找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Settings …</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Open picture …</source>
        <translation>打开图片(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>粘贴图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Whole picture</source>
        <translation>整张图片(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;New seed</source>
        <translation>新随机种子(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Remove all damage</source>
        <translation>移除全部退化(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy as command</source>
        <translation>复制为命令(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Compare with result</source>
        <translation>与结果对比(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Fit to the window</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Real &amp;pixels (100 %)</source>
        <translation>实际像素 (100%)(&amp;P)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About AdapNet Workbench</source>
        <translation>关于 AdapNet Workbench(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Recent galleries</source>
        <translation>最近的图库(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Query</source>
        <translation>查询(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>外观(&amp;L)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>L&amp;anguage</source>
        <translation>语言(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>选框</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>New box, or move and resize the one there</source>
        <translation>新建选框，或移动、调整已有选框</translation>
    </message>
    <message>
        <source>Ctrl+Drag</source>
        <translation>Ctrl+拖动</translation>
    </message>
    <message>
        <source>New box on top of the old one</source>
        <translation>在已有选框上新建选框</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Move by 1 px, with Shift by 10 px</source>
        <translation>移动 1 像素，按住 Shift 移动 10 像素</translation>
    </message>
    <message>
        <source>Alt+Arrow keys</source>
        <translation>Alt+方向键</translation>
    </message>
    <message>
        <source>Change the size</source>
        <translation>改变大小</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>Space+Drag</source>
        <translation>空格+拖动</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动图片</translation>
    </message>
    <message>
        <source>Hold to see the clean crop</source>
        <translation>按住可查看原始裁剪</translation>
    </message>
    <message>
        <source>View and results</source>
        <translation>视图与结果</translation>
    </message>
    <message>
        <source>Export fi&amp;gure …</source>
        <translation>导出图示(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Robustness curve</source>
        <translation>稳健性曲线(&amp;R)</translation>
    </message>
    <message>
        <source>What &amp;moved</source>
        <translation>变动情况(&amp;M)</translation>
    </message>
    <message>
        <source>A training is running</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Closing ends the training after the step in work. Its checkpoint is kept, and it can go on from there. Close the program?</source>
        <translation>关闭会在当前步结束后停止训练。检查点会保留，之后可以从那里继续。要关闭程序吗？</translation>
    </message>
    <message>
        <source>M&amp;odels …</source>
        <translation>模型(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Train a network …</source>
        <translation>训练网络(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Lens</source>
        <translation>透镜(&amp;L)</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>Failure &amp;atlas</source>
        <translation>失效图谱(&amp;A)</translation>
    </message>
    <message>
        <source>Op&amp;en recipe …</source>
        <translation>打开配方(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Save recipe …</source>
        <translation>保存配方(&amp;S)…</translation>
    </message>
    <message>
        <source>Recipe loaded: %1</source>
        <translation>已加载配方：%1</translation>
    </message>
    <message>
        <source>Open recipe</source>
        <translation>打开配方</translation>
    </message>
    <message>
        <source>Recipes (*.json);;All files (*)</source>
        <translation>配方 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation>保存配方</translation>
    </message>
    <message>
        <source>%1 is there already. Replace it?</source>
        <translation>%1 已存在。要替换吗？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>重命名模型</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>名称：</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>删除模型</translation>
    </message>
    <message>
        <source>Delete &quot;%1&quot; and its weights? This cannot be undone; the file it was imported from stays.</source>
        <translation>要删除“%1”及其权重吗？此操作无法撤销；导入时的原文件会保留。</translation>
    </message>
    <message>
        <source>Import a model …</source>
        <translation>导入模型…</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Training recipe</source>
        <translation>训练方案</translation>
    </message>
    <message>
        <source>No model files were found.</source>
        <translation>未找到模型文件。</translation>
    </message>
    <message>
        <source>Hide the training recipe</source>
        <translation>隐藏训练方案</translation>
    </message>
    <message>
        <source>Show the training recipe</source>
        <translation>显示训练方案</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::NoticeBar</name>
    <message>
        <source>Close this notice</source>
        <translation>关闭此提示</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::OpeningPage</name>
    <message>
        <source>Progress of opening</source>
        <translation>打开进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What is finished is kept; opening the folder again goes on from there</source>
        <translation>已完成的部分会保留，再次打开文件夹时从此处继续</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动…</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::OutcomeDialog</name>
    <message>
        <source>%1 added</source>
        <translation>新增 %1</translation>
    </message>
    <message>
        <source>%1 already present</source>
        <translation>已有 %1</translation>
    </message>
    <message>
        <source>%1 damaged</source>
        <translation>损坏 %1</translation>
    </message>
    <message>
        <source>%1 too large</source>
        <translation>过大 %1</translation>
    </message>
    <message>
        <source>%1 missing</source>
        <translation>缺失 %1</translation>
    </message>
    <message>
        <source>Files of this gallery</source>
        <translation>此图库的文件</translation>
    </message>
    <message>
        <source>%1 s, %2 pictures a second</source>
        <translation>%1 秒，每秒 %2 张</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Files that could not be used</source>
        <translation>无法使用的文件</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Every file could be used.</source>
        <translation>所有文件均可使用。</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::PictureListModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::PicturePane</name>
    <message>
        <source>No picture yet</source>
        <translation>暂无图片</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::PreviewPane</name>
    <message>
        <source>Degraded crop</source>
        <translation>退化后的裁剪</translation>
    </message>
    <message>
        <source>Clean crop</source>
        <translation>原始裁剪</translation>
    </message>
    <message>
        <source>As the networks see it</source>
        <translation>网络看到的图像</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::QueryPanel</name>
    <message>
        <source>Whole picture (no box)</source>
        <translation>整张图片（无选框）</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Real pixels (100 %)</source>
        <translation>实际像素 (100%)</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>选框</translation>
    </message>
    <message>
        <source>x </source>
        <translation>x </translation>
    </message>
    <message>
        <source>Left edge of the box in pixels</source>
        <translation>选框左边缘（像素）</translation>
    </message>
    <message>
        <source>y </source>
        <translation>y </translation>
    </message>
    <message>
        <source>Upper edge of the box in pixels</source>
        <translation>选框上边缘（像素）</translation>
    </message>
    <message>
        <source>w </source>
        <translation>宽 </translation>
    </message>
    <message>
        <source>Width of the box in pixels</source>
        <translation>选框宽度（像素）</translation>
    </message>
    <message>
        <source>h </source>
        <translation>高 </translation>
    </message>
    <message>
        <source>Height of the box in pixels</source>
        <translation>选框高度（像素）</translation>
    </message>
    <message>
        <source>Hold to see clean</source>
        <translation>按住看原图</translation>
    </message>
    <message>
        <source>Shows the clean crop while held. Key: P</source>
        <translation>按住时显示原始裁剪。按键：P</translation>
    </message>
    <message>
        <source>Peek at the clean crop while held</source>
        <translation>按住时查看原始裁剪</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankChangeCanvas</name>
    <message>
        <source>Rankings with what moved</source>
        <translation>带变动的排名</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>消失</translation>
    </message>
    <message>
        <source>not among the first %1</source>
        <translation>不在前 %1 名内</translation>
    </message>
    <message>
        <source>place %1</source>
        <translation>第 %1 名</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankChangeModel</name>
    <message>
        <source>The models</source>
        <translation>各模型</translation>
    </message>
    <message>
        <source>%1: clean and damaged</source>
        <translation>%1：原始与退化</translation>
    </message>
    <message>
        <source>Kept rankings</source>
        <translation>保留的排名</translation>
    </message>
    <message>
        <source>box %1</source>
        <translation>选框 %1</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Not damaged</source>
        <translation>未退化</translation>
    </message>
    <message>
        <source>There is nothing in this ranking.</source>
        <translation>此排名为空。</translation>
    </message>
    <message>
        <source>Of the first %1: %2 unchanged, %3 higher, %4 lower, %5 new; %6 lost.</source>
        <translation>前 %1 名中：%2 个不变，%3 个上升，%4 个下降，%5 个新增；%6 个消失。</translation>
    </message>
    <message>
        <source>%1 stays first.</source>
        <translation>%1 仍居首位。</translation>
    </message>
    <message>
        <source>%1 is first now and was not in the list.</source>
        <translation>%1 现居首位，之前不在列表中。</translation>
    </message>
    <message>
        <source>%1 is first now, from place %2.</source>
        <translation>%1 现居首位，原为第 %2 名。</translation>
    </message>
    <message>
        <source>The widest move: %1 from %2 to %3.</source>
        <translation>最大变动：%1 从第 %2 名到第 %3 名。</translation>
    </message>
    <message>
        <source>overlap@%1 %2 · rank-biased overlap %3 · Kendall&apos;s tau %4</source>
        <translation>重叠@%1 %2 · 排名加权重叠 %3 · 肯德尔 τ %4</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankChangeView</name>
    <message>
        <source>What is compared</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Keep this ranking</source>
        <translation>保留此排名</translation>
    </message>
    <message>
        <source>Keeps the first model&apos;s ranking, to compare it with another damage or box later</source>
        <translation>保留第一个模型的排名，以便之后与其他退化或选框比较</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Forgets the kept rankings</source>
        <translation>清除保留的排名</translation>
    </message>
    <message>
        <source>Figure …</source>
        <translation>图示…</translation>
    </message>
    <message>
        <source>Exports the chosen ranks as SVG, PDF or PNG</source>
        <translation>将所选排名导出为 SVG、PDF 或 PNG</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Places of the chosen result</source>
        <translation>所选结果的名次</translation>
    </message>
    <message>
        <source>%1 → %2:</source>
        <comment>two rankings</comment>
        <translation>%1 → %2：</translation>
    </message>
    <message>
        <source>Two rankings are needed: check a second model, or keep a ranking.</source>
        <translation>需要两个排名：请勾选第二个模型，或保留一个排名。</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankingModel</name>
    <message>
        <source>AP %1 (%2)</source>
        <comment>average precision, change against the clean query</comment>
        <translation>AP %1（%2）</translation>
    </message>
    <message>
        <source>AP %1</source>
        <comment>average precision</comment>
        <translation>AP %1</translation>
    </message>
    <message>
        <source>cosine to clean %1</source>
        <translation>与原图余弦 %1</translation>
    </message>
    <message>
        <source>%1 %2 %</source>
        <comment>kind of degradation and its share</comment>
        <translation>%1 %2%</translation>
    </message>
    <message>
        <source>Estimated: %1</source>
        <translation>估计：%1</translation>
    </message>
    <message>
        <source>No results</source>
        <translation>没有结果</translation>
    </message>
    <message>
        <source>Ranks %1 to %2 of %3</source>
        <translation>第 %1–%2 名，共 %3 名</translation>
    </message>
    <message>
        <source>new</source>
        <comment>not in the clean query&apos;s list</comment>
        <translation>新</translation>
    </message>
    <message>
        <source>rank %1</source>
        <translation>第 %1 名</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>相似度 %1</translation>
    </message>
    <message>
        <source>not moved</source>
        <translation>名次未变</translation>
    </message>
    <message>
        <source>moved up %1</source>
        <translation>上升 %1 名</translation>
    </message>
    <message>
        <source>moved down %1</source>
        <translation>下降 %1 名</translation>
    </message>
    <message>
        <source>new in the list</source>
        <translation>新进入列表</translation>
    </message>
    <message>
        <source>lost, was rank %1</source>
        <translation>已丢失，原为第 %1 名</translation>
    </message>
    <message>
        <source>%1 → beyond</source>
        <comment>was rank %1, now further down than was searched</comment>
        <translation>%1 → 更靠后</translation>
    </message>
    <message>
        <source>lost, was rank %1, now not in the first ranks</source>
        <translation>已丢失，原为第 %1 名，现已不在前列</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankingRow</name>
    <message>
        <source>Average precision of this query, and its change against the clean query</source>
        <translation>此查询的平均精度（AP）及其相对于原始查询的变化</translation>
    </message>
    <message>
        <source>How alike the descriptors of the degraded and the clean query are</source>
        <translation>退化查询与原始查询的描述符相似程度</translation>
    </message>
    <message>
        <source>%1 %2 %</source>
        <comment>kind of degradation and its share</comment>
        <translation>%1 %2%</translation>
    </message>
    <message>
        <source>Nothing lost from the first 10 of the clean query</source>
        <translation>原始查询的前 10 名没有丢失</translation>
    </message>
    <message>
        <source>Lost from the first 10 of the clean query</source>
        <translation>从原始查询的前 10 名中丢失</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankingView</name>
    <message>
        <source>Rankings</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Choose rank 1 to 10 of the page</source>
        <translation>选择本页第 1 至 10 名</translation>
    </message>
    <message>
        <source>One rank back or on</source>
        <translation>前一名或后一名</translation>
    </message>
    <message>
        <source>The model above or below</source>
        <translation>上一个或下一个模型</translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation>Page Up、Page Down</translation>
    </message>
    <message>
        <source>Ten ranks back or on</source>
        <translation>前十名或后十名</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Home、End</translation>
    </message>
    <message>
        <source>First or last rank</source>
        <translation>第一名或最后一名</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车键</translation>
    </message>
    <message>
        <source>Compare with the query</source>
        <translation>与查询对比</translation>
    </message>
    <message>
        <source>Ten ranks back</source>
        <translation>前十名</translation>
    </message>
    <message>
        <source>Ten ranks back (Page Up)</source>
        <translation>前十名 (Page Up)</translation>
    </message>
    <message>
        <source>Ten ranks on</source>
        <translation>后十名</translation>
    </message>
    <message>
        <source>Ten ranks on (Page Down)</source>
        <translation>后十名 (Page Down)</translation>
    </message>
    <message>
        <source>moved against the clean query</source>
        <translation>相对原始查询的名次变化</translation>
    </message>
    <message>
        <source>Choose a picture, and what each model finds appears here.</source>
        <translation>选择一张图片，各模型找到的结果会显示在这里。</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RecipePanel</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add a degradation</source>
        <translation>添加退化</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Presets of degradations</source>
        <translation>退化预设</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Remove all steps</source>
        <translation>移除全部步骤</translation>
    </message>
    <message>
        <source>Degradation</source>
        <translation>退化</translation>
    </message>
    <message>
        <source>Steps of the degradation</source>
        <translation>退化步骤</translation>
    </message>
    <message>
        <source>Severity %1</source>
        <translation>等级 %1</translation>
    </message>
    <message>
        <source>The query is searched as it is. Add damage to see how far each model finds it:</source>
        <translation>当前按原图检索。添加退化，看看各模型还能找到多少：</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加%1</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Seed of the random numbers</source>
        <translation>随机数种子</translation>
    </message>
    <message>
        <source>The same seed gives the same noise on every machine</source>
        <translation>相同的种子在任何机器上产生相同的噪声</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>新随机种子</translation>
    </message>
    <message>
        <source>Open a recipe (a file can be dropped, too)</source>
        <translation>打开配方（也可以拖入文件）</translation>
    </message>
    <message>
        <source>Open a recipe</source>
        <translation>打开配方</translation>
    </message>
    <message>
        <source>Save the recipe</source>
        <translation>保存配方</translation>
    </message>
    <message>
        <source>Damage the whole picture before it is cropped, so that blurs reach across the box</source>
        <translation>裁剪前对整张图片施加退化，使模糊跨越选框边缘</translation>
    </message>
    <message>
        <source>Damage the whole picture before it is cropped</source>
        <translation>裁剪前对整张图片施加退化</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ReportDialog</name>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Everything another person needs to get the same rankings again: query, box, degradation with seed, models, scores and the command.</source>
        <translation>他人复现相同排名所需的全部信息：查询、选框、退化及随机种子、模型、相似度和命令。</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>报告文件夹</translation>
    </message>
    <message>
        <source>Web page (HTML), one file with all pictures</source>
        <translation>网页 (HTML)，单个文件，含全部图片</translation>
    </message>
    <message>
        <source>PDF, for print and archive</source>
        <translation>PDF，用于打印和存档</translation>
    </message>
    <message>
        <source>Table (CSV), one line per result</source>
        <translation>表格 (CSV)，每个结果一行</translation>
    </message>
    <message>
        <source>JSON, for other programs</source>
        <translation>JSON，供其他程序使用</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Choose a folder for the report.</source>
        <translation>请为报告选择文件夹。</translation>
    </message>
    <message>
        <source>The name must not be empty, contain &quot;/&quot; or start with a dot.</source>
        <translation>名称不能为空，不能包含“/”，也不能以点开头。</translation>
    </message>
    <message>
        <source>Choose at least one format.</source>
        <translation>请至少选择一种格式。</translation>
    </message>
    <message>
        <source>Will be replaced: %1</source>
        <comment>file names</comment>
        <translation>将被替换：%1</translation>
    </message>
    <message>
        <source>The folder will be made.</source>
        <translation>将创建该文件夹。</translation>
    </message>
    <message>
        <source>Writing …</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>%1 written (%2)</source>
        <comment>file name, size</comment>
        <translation>已写入 %1（%2）</translation>
    </message>
    <message>
        <source>%1 not written. %2</source>
        <comment>file name, reason</comment>
        <translation>%1 未写入。%2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RobustnessModel</name>
    <message>
        <source>Box: moved sideways</source>
        <translation>选框：左右移动</translation>
    </message>
    <message>
        <source>Box: moved up and down</source>
        <translation>选框：上下移动</translation>
    </message>
    <message>
        <source>Box: made smaller and larger</source>
        <translation>选框：缩小和放大</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>degradation, its parameter</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Step %1, %2</source>
        <translation>第 %1 步，%2</translation>
    </message>
    <message>
        <source>%1, share of its size</source>
        <translation>%1，相对其大小</translation>
    </message>
    <message>
        <source>%1 leaves the top %2 at %3 and at %4.</source>
        <translation>%1 在 %3 和 %4 处跌出前 %2 名。</translation>
    </message>
    <message>
        <source>%1 leaves the top %2 at %3.</source>
        <translation>%1 在 %3 处跌出前 %2 名。</translation>
    </message>
    <message>
        <source>%1 stays in the top %2 all the way.</source>
        <translation>%1 始终保持在前 %2 名。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>best rank %1</source>
        <translation>最佳排名 %1</translation>
    </message>
    <message>
        <source>not among the ranks searched</source>
        <translation>不在已搜索的排名内</translation>
    </message>
    <message>
        <source>%1: %2, average precision %3</source>
        <translation>%1：%2，平均精度 %3</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RobustnessView</name>
    <message>
        <source>What varies</source>
        <translation>变化的量</translation>
    </message>
    <message>
        <source>What varies; moving a slider chooses it</source>
        <translation>变化的量；移动滑块即可选择</translation>
    </message>
    <message>
        <source>Follow the chosen result</source>
        <translation>跟踪所选结果</translation>
    </message>
    <message>
        <source>Draw the rank of the result chosen in the rankings instead of the ground truth&apos;s positives</source>
        <translation>绘制在排名中所选结果的名次，而不是真值标注中的正例</translation>
    </message>
    <message>
        <source>Copy as command that prints this curve</source>
        <translation>复制为输出此曲线的命令</translation>
    </message>
    <message>
        <source>Ranks of the positives</source>
        <translation>正例的排名</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>平均精度</translation>
    </message>
    <message>
        <source>Breaking points</source>
        <translation>断点</translation>
    </message>
    <message>
        <source>Values at the chosen point</source>
        <translation>所选点的数值</translation>
    </message>
    <message>
        <source>Or follow the result chosen in the rankings.</source>
        <translation>或者跟踪在排名中所选的结果。</translation>
    </message>
    <message>
        <source>%1 of %2 points</source>
        <translation>%1 / %2 个点</translation>
    </message>
    <message>
        <source>Rank of the best positive; thin: of each</source>
        <translation>最佳正例的排名；细线：每个正例</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::SessionModel</name>
    <message>
        <source>Choose picture</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>Change box</source>
        <translation>修改选框</translation>
    </message>
    <message>
        <source>Change degradation</source>
        <translation>修改退化</translation>
    </message>
    <message>
        <source>The ground truth beside the pictures could not be used. %1</source>
        <translation>图片旁的真值标注无法使用。%1</translation>
    </message>
    <message>
        <source>Switch compensation on</source>
        <translation>开启补偿</translation>
    </message>
    <message>
        <source>Switch compensation off</source>
        <translation>关闭补偿</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::SettingsDialog</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>32 bit (fp32)</source>
        <translation>32 位 (fp32)</translation>
    </message>
    <message>
        <source>16 bit (bf16)</source>
        <translation>16 位 (bf16)</translation>
    </message>
    <message>
        <source>16 bit (fp16)</source>
        <translation>16 位 (fp16)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Lower precision is faster. Automatic uses it only where the vectors stay the same to 0.999 cosine.</source>
        <translation>较低的精度速度更快。“自动”仅在特征向量余弦不低于 0.999 时使用低精度。</translation>
    </message>
    <message>
        <source>Looking for devices …</source>
        <translation>正在查找设备…</translation>
    </message>
    <message>
        <source>No model files were found.</source>
        <translation>未找到模型文件。</translation>
    </message>
    <message>
        <source>A gallery needs one model</source>
        <translation>图库至少需要一个模型</translation>
    </message>
    <message>
        <source>Models that describe a gallery</source>
        <translation>用于描述图库的模型</translation>
    </message>
    <message>
        <source>Looking for models …</source>
        <translation>正在查找模型…</translation>
    </message>
    <message>
        <source>Every checked model describes every picture when a gallery is opened. Fewer models open it faster; pictures that are described already stay so.</source>
        <translation>打开图库时，每个选中的模型都会描述每张图片。模型越少，打开越快；已描述的图片会保留结果。</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ShortcutOverlay</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::StartPage</name>
    <message>
        <source>AdapNet Workbench</source>
        <translation>AdapNet Workbench</translation>
    </message>
    <message>
        <source>Find pictures from a bad query: draw a box on a photo, damage it on purpose, and watch which network still finds it.</source>
        <translation>用质量很差的查询找到图片：在照片上画出选框，故意使其退化，看看哪个网络仍能找到。</translation>
    </message>
    <message>
        <source>Pictures are only read, never changed. Nothing leaves this computer.</source>
        <translation>图片只读取，绝不修改。任何数据都不会离开本机。</translation>
    </message>
    <message>
        <source>Open folder …</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Search the pictures of a folder (Ctrl+Shift+O)</source>
        <translation>检索文件夹中的图片 (Ctrl+Shift+O)</translation>
    </message>
    <message>
        <source>Open demo gallery</source>
        <translation>打开演示图库</translation>
    </message>
    <message>
        <source>Renders some hundred pictures, so that you can try everything at once</source>
        <translation>渲染几百张图片，可立即试用全部功能</translation>
    </message>
    <message>
        <source>or drop a folder of pictures here</source>
        <translation>或将图片文件夹拖放到此处</translation>
    </message>
    <message>
        <source>Recent galleries</source>
        <translation>最近的图库</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Folders that you open appear here.</source>
        <translation>打开过的文件夹会显示在这里。</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::StepCard</name>
    <message>
        <source>%1, step %2 of %3, switched on</source>
        <translation>%1，第 %2 步，共 %3 步，已启用</translation>
    </message>
    <message>
        <source>Use this step</source>
        <translation>使用此步骤</translation>
    </message>
    <message>
        <source>Move %1 earlier (Alt+Up)</source>
        <translation>将%1前移 (Alt+↑)</translation>
    </message>
    <message>
        <source>Move %1 later (Alt+Down)</source>
        <translation>将%1后移 (Alt+↓)</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除%1</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>%1, severity %2</source>
        <translation>%1，等级 %2</translation>
    </message>
    <message>
        <source>Severity %1 of 5</source>
        <translation>等级 %1（共 5 级）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, slider</source>
        <translation>%1，滑块</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::TrainingModel</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Scale of the margin loss</source>
        <translation>间隔损失的尺度</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Mean norm of the descriptors</source>
        <translation>描述符的平均范数</translation>
    </message>
    <message>
        <source>Mean quality</source>
        <translation>平均质量</translation>
    </message>
    <message>
        <source>Recall@1 in the batch</source>
        <translation>批内 Recall@1</translation>
    </message>
    <message>
        <source>Finished after %1 steps: step %2 was chosen with %3 mAP on the validation pictures. The network is in %4.</source>
        <translation>%1 步后完成：选用第 %2 步，验证图片上的 mAP 为 %3。网络保存在 %4。</translation>
    </message>
    <message>
        <source>Stopped before the first step.</source>
        <translation>在第一步之前停止。</translation>
    </message>
    <message>
        <source>Stopped after step %1. Starting again with the same recipe and folder goes on there.</source>
        <translation>在第 %1 步后停止。以相同的方案和文件夹再次开始会从那里继续。</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Preparing …</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Preparing: %1 of %2</source>
        <translation>正在准备：%1 / %2</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>%1 · paused</source>
        <translation>%1 · 已暂停</translation>
    </message>
    <message>
        <source>%1 · storing the checkpoint …</source>
        <translation>%1 · 正在保存检查点…</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 还剩 %2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::TrainingWindow</name>
    <message>
        <source>Train a network</source>
        <translation>训练网络</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>方案(&amp;R)</translation>
    </message>
    <message>
        <source>Training recipe</source>
        <translation>训练方案</translation>
    </message>
    <message>
        <source>Recipes (*.json);;All files (*)</source>
        <translation>方案 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>A folder with manifest.json, or with one folder of photos a class</source>
        <translation>含有 manifest.json 的文件夹，或每个类别一个照片文件夹</translation>
    </message>
    <message>
        <source>&amp;Photos</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>Photos to train on</source>
        <translation>用于训练的照片</translation>
    </message>
    <message>
        <source>Shipped baseline</source>
        <translation>随附的基线</translation>
    </message>
    <message>
        <source>Starting &amp;weights</source>
        <translation>起始权重(&amp;W)</translation>
    </message>
    <message>
        <source>Starting weights</source>
        <translation>起始权重</translation>
    </message>
    <message>
        <source>Weights (*.safetensors);;All files (*)</source>
        <translation>权重 (*.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;Output folder</source>
        <translation>输出文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Where the network goes</source>
        <translation>网络的保存位置</translation>
    </message>
    <message>
        <source>Go on from a &amp;checkpoint that fits</source>
        <translation>从匹配的检查点继续(&amp;C)</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Ends the run and keeps its checkpoint</source>
        <translation>结束本次运行并保留检查点</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Choose a training recipe.</source>
        <translation>请选择训练方案。</translation>
    </message>
    <message>
        <source>Choose the folder with the photos to train on.</source>
        <translation>请选择用于训练的照片文件夹。</translation>
    </message>
    <message>
        <source>The folder %1 is not there.</source>
        <translation>文件夹 %1 不存在。</translation>
    </message>
    <message>
        <source>The file %1 is not there.</source>
        <translation>文件 %1 不存在。</translation>
    </message>
    <message>
        <source>Choose the folder for the trained network.</source>
        <translation>请选择保存训练结果的文件夹。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Architecture %1 · %2 steps of %3 pairs</source>
        <translation>架构 %1 · %2 步，每步 %3 对</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::WorkPage</name>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>The picture, its box and the damaged crop</source>
        <translation>图片、选框和退化后的裁剪</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Query and chosen result beside or on top of each other (Enter)</source>
        <translation>并排或叠加显示查询与所选结果（回车）</translation>
    </message>
    <message>
        <source>Rankings</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Load ground truth …</source>
        <translation>加载真值标注…</translation>
    </message>
    <message>
        <source>A file that says which pictures each query should find</source>
        <translation>说明每个查询应找到哪些图片的文件</translation>
    </message>
    <message numerus="yes">
        <source>Ground truth: %n query(s)</source>
        <translation>
            <numerusform>真值标注：%n 个查询</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 – press to load another</source>
        <translation>%1 – 点击可加载其他标注</translation>
    </message>
    <message>
        <source>Query, clean</source>
        <translation>查询（原始）</translation>
    </message>
    <message>
        <source>Query, as the networks see it</source>
        <translation>查询（网络看到的图像）</translation>
    </message>
    <message>
        <source>Rank %1 · %2 · %3</source>
        <translation>第 %1 名 · %2 · %3</translation>
    </message>
    <message>
        <source>Lost: rank %1 · %2 · %3</source>
        <translation>已丢失：第 %1 名 · %2 · %3</translation>
    </message>
    <message>
        <source>Lost: was rank %1, now not in the first ranks · %2 · %3</source>
        <translation>已丢失：原为第 %1 名，现已不在前列 · %2 · %3</translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) a picture</source>
        <translation>
            <numerusform>每张图片 %n 个数值</numerusform>
        </translation>
    </message>
    <message>
        <source>Computed on %1</source>
        <translation>计算设备：%1</translation>
    </message>
    <message>
        <source>Computed on %1 in %2</source>
        <translation>在 %1 上以 %2 计算</translation>
    </message>
    <message>
        <source>Least cosine to the vectors of fp32: %1</source>
        <translation>与 fp32 向量的最小余弦：%1</translation>
    </message>
    <message>
        <source>Models: %1 of %2</source>
        <translation>模型：%1 / %2</translation>
    </message>
    <message>
        <source>The models whose rankings are shown</source>
        <translation>显示其排名的模型</translation>
    </message>
    <message>
        <source>Rank with %1</source>
        <translation>用 %1 排序</translation>
    </message>
    <message>
        <source>Check a model above, and what it finds appears here.</source>
        <translation>请在上方勾选一个模型，它找到的结果会显示在这里。</translation>
    </message>
    <message>
        <source>Robustness</source>
        <translation>稳健性</translation>
    </message>
    <message>
        <source>How much damage this query bears, live (Ctrl+B)</source>
        <translation>此查询能承受多少退化，实时（Ctrl+B）</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>What moved from one ranking to the next (Ctrl+J)</source>
        <translation>从一个排名到下一个排名的变动（Ctrl+J）</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>透镜</translation>
    </message>
    <message>
        <source>What no help, the compensation block and restored pixels do to the query (Ctrl+L)</source>
        <translation>无帮助、补偿模块和像素修复对查询的作用（Ctrl+L）</translation>
    </message>
    <message>
        <source>What each model finds for the query</source>
        <translation>各模型为该查询找到的结果</translation>
    </message>
    <message>
        <source>Failure atlas</source>
        <translation>失效图谱</translation>
    </message>
    <message>
        <source>How well each model still finds its pictures under every damage (Ctrl+Shift+T)</source>
        <translation>每个模型在各种退化下还能多好地找到图片（Ctrl+Shift+T）</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::AtlasDialog</name>
    <message>
        <source>Measure the failure atlas</source>
        <translation>测量失效图谱</translation>
    </message>
    <message>
        <source>Every chosen query is damaged in every way and searched with every model. More queries and seeds give narrower intervals and take longer. What is finished is kept: one can stop and go on later.</source>
        <translation>每个选定的查询都会以各种方式退化，并用每个模型检索。查询和随机种子越多，区间越窄，耗时越长。已完成的部分会保留：可以停止，以后再继续。</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Seeds for each cell</source>
        <translation>每个单元格的随机种子数</translation>
    </message>
    <message>
        <source>Severity %1</source>
        <translation>等级 %1</translation>
    </message>
    <message>
        <source>Kinds of damage</source>
        <translation>退化种类</translation>
    </message>
    <message>
        <source>&amp;Queries</source>
        <translation>查询(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Seeds</source>
        <translation>随机种子(&amp;S)</translation>
    </message>
    <message>
        <source>Severities</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>&amp;Kinds of damage</source>
        <translation>退化种类(&amp;K)</translation>
    </message>
    <message>
        <source>How much work this is</source>
        <translation>工作量</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> / %1</translation>
    </message>
    <message>
        <source>Choose at least one severity and one kind of damage.</source>
        <translation>请至少选择一个等级和一种退化。</translation>
    </message>
    <message>
        <source>Looking for what is finished …</source>
        <translation>正在查找已完成的部分…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::AtlasGrid</name>
    <message>
        <source>Severity %1</source>
        <translation>等级 %1</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::AtlasModel</name>
    <message>
        <source>Queries that could not be read count as not found: %1.</source>
        <translation>无法读取的查询按未找到计算：%1。</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>%1, severity %2</source>
        <translation>%1，等级 %2</translation>
    </message>
    <message>
        <source>Without damage: %1.</source>
        <translation>无退化：%1。</translation>
    </message>
    <message>
        <source>%1 (from %2 to %3)</source>
        <translation>%1（从 %2 到 %3）</translation>
    </message>
    <message>
        <source>%1 is better than %2; the difference is %3.</source>
        <translation>%1 优于 %2；差值为 %3。</translation>
    </message>
    <message>
        <source>%1 is worse than %2; the difference is %3.</source>
        <translation>%1 不如 %2；差值为 %3。</translation>
    </message>
    <message>
        <source>No difference shown between %1 and %2: %3.</source>
        <translation>%1 与 %2 之间未显示差异：%3。</translation>
    </message>
    <message>
        <source>Queries: %1 · seeds: %2</source>
        <translation>查询：%1 · 随机种子：%2</translation>
    </message>
    <message>
        <source>%1 rankings with every model.</source>
        <translation>每个模型 %1 次排名。</translation>
    </message>
    <message>
        <source>All of it is there from before.</source>
        <translation>全部已经完成。</translation>
    </message>
    <message>
        <source>%1 % of it is there from before.</source>
        <translation>其中 %1% 已经完成。</translation>
    </message>
    <message>
        <source>Mean average precision %1, %2 interval from %3 to %4.</source>
        <translation>平均精度均值 %1，%2 区间从 %3 到 %4。</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>尚未测量。</translation>
    </message>
    <message>
        <source>Mean average precision %1; an interval needs two queries.</source>
        <translation>平均精度均值 %1；区间至少需要两个查询。</translation>
    </message>
    <message>
        <source>Unfinished: %1.</source>
        <translation>未完成：%1。</translation>
    </message>
    <message>
        <source>%1 · unfinished</source>
        <translation>%1 · 未完成</translation>
    </message>
    <message>
        <source>so far %1 of %2 queries</source>
        <translation>目前 %1 / %2 个查询</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::AtlasView</name>
    <message>
        <source>Failure atlas</source>
        <translation>失效图谱</translation>
    </message>
    <message>
        <source>What the cells show</source>
        <translation>单元格显示的内容</translation>
    </message>
    <message>
        <source>Measure …</source>
        <translation>测量…</translation>
    </message>
    <message>
        <source>Save the atlas as CSV or JSON</source>
        <translation>将图谱保存为 CSV 或 JSON</translation>
    </message>
    <message>
        <source>Copy as command that prints this atlas</source>
        <translation>复制为输出此图谱的命令</translation>
    </message>
    <message>
        <source>Progress of measuring</source>
        <translation>测量进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What is finished is kept; measuring again goes on from there</source>
        <translation>已完成的部分会保留，再次测量时从此处继续</translation>
    </message>
    <message>
        <source>Kinds of damage and severities</source>
        <translation>退化种类和等级</translation>
    </message>
    <message>
        <source>What is known of this cell</source>
        <translation>此单元格的信息</translation>
    </message>
    <message>
        <source>Worst queries; a click opens one with this damage</source>
        <translation>最差的查询；单击即以此退化打开</translation>
    </message>
    <message>
        <source>Worst queries</source>
        <translation>最差的查询</translation>
    </message>
    <message>
        <source>How well does each model still find its pictures under every kind of damage? The atlas measures it with the queries of the ground truth, and says how sure each number is.</source>
        <translation>在各种退化下，每个模型还能多好地找到图片？图谱用真值标注中的查询进行测量，并说明每个数字的可靠程度。</translation>
    </message>
    <message>
        <source>The failure atlas needs a ground truth: a file that says which pictures each query should find.</source>
        <translation>失效图谱需要真值标注：一个说明每个查询应找到哪些图片的文件。</translation>
    </message>
    <message>
        <source>Load ground truth …</source>
        <translation>加载真值标注…</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 与 %2 比较</translation>
    </message>
    <message>
        <source>AP %1</source>
        <translation>AP %1</translation>
    </message>
    <message>
        <source>Save the atlas</source>
        <translation>保存图谱</translation>
    </message>
    <message>
        <source>Tables (*.csv);;JSON (*.json)</source>
        <translation>表格 (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>The first numbers appear as soon as a query is measured. Searching goes on meanwhile.</source>
        <translation>一个查询测量完毕后就会出现最初的数字，期间可以继续搜索。</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RecipeFiles</name>
    <message>
        <source>%1 was not loaded: %2</source>
        <comment>file name, reason</comment>
        <translation>未能加载 %1：%2</translation>
    </message>
    <message>
        <source>%1 was not saved: %2</source>
        <comment>file name, reason</comment>
        <translation>未能保存 %1：%2</translation>
    </message>
</context>
</TS>
