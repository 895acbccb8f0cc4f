using Avro.IO;

namespace Ingestion.Kafka.Tests.Payloads;

/// <summary>Writes as Avro's own encoder does, but arrays and maps in several blocks, some with their size.</summary>
internal sealed class BlockEncoder : Encoder
{
    private readonly Random _random;
    private readonly Stack<(MemoryStream Block, long Items)> _blocks = new();
    private readonly Stack<BinaryEncoder> _encoders = new();

    internal BlockEncoder(Stream stream, Random random)
    {
        _random = random;
        _encoders.Push(new BinaryEncoder(stream));
    }

    private BinaryEncoder Current => _encoders.Peek();

    public void WriteNull() => Current.WriteNull();

    public void WriteBoolean(bool value) => Current.WriteBoolean(value);

    public void WriteInt(int value) => Current.WriteInt(value);

    public void WriteLong(long value) => Current.WriteLong(value);

    public void WriteFloat(float value) => Current.WriteFloat(value);

    public void WriteDouble(double value) => Current.WriteDouble(value);

    public void WriteBytes(byte[] value) => Current.WriteBytes(value);

    public void WriteBytes(byte[] value, int offset, int length) => Current.WriteBytes(value, offset, length);

    public void WriteString(string value) => Current.WriteString(value);

    public void WriteEnum(int value) => Current.WriteEnum(value);

    public void WriteUnionIndex(int value) => Current.WriteUnionIndex(value);

    public void WriteFixed(byte[] data) => Current.WriteFixed(data);

    public void WriteFixed(byte[] data, int start, int len) => Current.WriteFixed(data, start, len);

    public void SetItemCount(long value)
    {
        // Counted as they come.
    }

    public void StartItem()
    {
        if (_random.Next(3) == 0)
        {
            EndBlock();
        }

        var (block, items) = _blocks.Pop();
        _blocks.Push((block, items + 1));
    }

    public void WriteArrayStart() => Begin();

    public void WriteArrayEnd() => End();

    public void WriteMapStart() => Begin();

    public void WriteMapEnd() => End();

    public void Flush() => Current.Flush();

    private void Begin()
    {
        var block = new MemoryStream();
        _blocks.Push((block, 0));
        _encoders.Push(new BinaryEncoder(block));
    }

    private void End()
    {
        EndBlock();
        _blocks.Pop();
        _encoders.Pop();
        Current.WriteLong(0);
    }

    private void EndBlock()
    {
        var (block, items) = _blocks.Pop();
        if (items > 0)
        {
            var inner = _encoders.Pop();
            inner.Flush();
            if (_random.Next(2) == 0)
            {
                Current.WriteLong(items);
            }
            else
            {
                Current.WriteLong(-items);
                Current.WriteLong(block.Length);
            }

            Current.WriteFixed(block.ToArray());
            block.SetLength(0);
            _encoders.Push(inner);
        }

        _blocks.Push((block, 0));
    }
}
