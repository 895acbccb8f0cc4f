using System.Text;
using Catalog.Core.Storage;

namespace Ingestion.Embedded;

/// <summary>
/// The producers' marks as of a place in the log, so that a start reads the newest segment only. Written when a segment is full and when the log is closed.
/// It can always be rebuilt from the frames: a missing or damaged snapshot costs time, not data.
/// </summary>
/// <param name="Segment">The segment up to which it holds.</param>
/// <param name="Position">The byte of that segment up to which it holds; everything before is durable.</param>
/// <param name="Marks">In the order in which they must be set again.</param>
internal sealed record TopicSnapshot(long Segment, long Position, IReadOnlyList<(string Producer, byte[] Mark)> Marks)
{
    private const uint Magic = 0x3153_4C45; // "ELS1"
    private const string FileName = "marks";

    public static string PathIn(string directory) => Path.Combine(directory, FileName);

    public void Write(LogDisk disk, string directory)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Segment);
            writer.Write(Position);
            writer.Write(Marks.Count);
            foreach (var (producer, mark) in Marks)
            {
                writer.Write(producer);
                writer.Write(mark.Length);
                writer.Write(mark);
            }

            writer.Flush();
            writer.Write(Crc32C.Compute(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        }

        disk.Replace(PathIn(directory), bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>The snapshot of the folder; null when there is none or it is damaged.</summary>
    public static TopicSnapshot? TryRead(string directory)
    {
        var path = PathIn(directory);
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        var body = Math.Max(0, bytes.Length - sizeof(uint));
        if (body < sizeof(uint) || BitConverter.ToUInt32(bytes, body) != Crc32C.Compute(bytes.AsSpan(0, body)) || BitConverter.ToUInt32(bytes) != Magic)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, sizeof(uint), body - sizeof(uint)), Encoding.UTF8);
        var segment = reader.ReadInt64();
        var position = reader.ReadInt64();
        var marks = new (string, byte[])[reader.ReadInt32()];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = (reader.ReadString(), reader.ReadBytes(reader.ReadInt32()));
        }

        return new TopicSnapshot(segment, position, marks);
    }
}
