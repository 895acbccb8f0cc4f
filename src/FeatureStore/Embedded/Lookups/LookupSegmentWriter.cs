using System.Buffers;
using Catalog.Core.Storage;
using FeatureStore.Proof;
using Microsoft.Win32.SafeHandles;

namespace FeatureStore.Embedded.Lookups;

/// <summary>Writes one file of the lookup log. Not thread-safe. After an exception it is thrown away: what it last wrote does not count.</summary>
internal sealed class LookupSegmentWriter : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Dictionary<LookupShape, int> _shapes = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _record = new(1024);
    private long _length;

    private LookupSegmentWriter(SafeFileHandle file, LookupSegment segment) => (_file, Segment) = (file, segment);

    /// <summary>The file as far as it counts.</summary>
    internal LookupSegment Segment { get; private set; }

    /// <summary>Begins a file.</summary>
    internal static LookupSegmentWriter Begin(string path, long first, DateTimeOffset now)
    {
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var writer = new LookupSegmentWriter(file, new LookupSegment(path, first, first, LookupFrame.HeaderLength, now, now)) { _length = LookupFrame.HeaderLength };
        RandomAccess.Write(file, LookupFrame.Header, 0);
        DurableFile.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!); // A file has a folder.
        return writer;
    }

    /// <summary>Appends lookups; they are on disk when it returns.</summary>
    internal void Append(IReadOnlyList<LoggedLookup> lookups, DateTimeOffset now)
    {
        _buffer.ResetWrittenCount();
        foreach (var lookup in lookups)
        {
            LookupCodec.WriteLookup(_record, NumberOf(lookup.Shape), lookup);
            LookupFrame.Write(_buffer, _record);
        }

        RandomAccess.Write(_file, _buffer.WrittenSpan, _length);
        RandomAccess.FlushToDisk(_file);
        _length += _buffer.WrittenCount;
        Segment = Segment with { End = Segment.End + lookups.Count, Bytes = _length, WrittenAt = now };
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The number of a shape in this file; one that is new to it is written first.</summary>
    private int NumberOf(LookupShape shape)
    {
        if (!_shapes.TryGetValue(shape, out var number))
        {
            number = _shapes.Count;
            _shapes.Add(shape, number);
            LookupCodec.WriteShape(_record, number, shape);
            LookupFrame.Write(_buffer, _record);
        }

        return number;
    }
}
