namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>A message, ready to decode. Immutable once the schema is compiled.</summary>
internal sealed class MessageType
{
    private readonly Dictionary<int, int> _byNumber = [];

    /// <summary>The fields in the order of the schema's text.</summary>
    internal IReadOnlyList<MessageField> Fields { get; private set; } = [];

    /// <summary>The messages declared in it, entries of maps left out.</summary>
    internal IReadOnlyList<MessageType> Nested { get; private set; } = [];

    /// <summary>Whether it is an entry of a map: key and value.</summary>
    internal bool IsMapEntry { get; private set; }

    /// <summary>How it is shown.</summary>
    internal MessageShape Shape { get; private set; }

    /// <summary>Sets what it consists of. Apart from the constructor since a field may be of the message's own type.</summary>
    internal void Set(string fullName, IReadOnlyList<MessageField> fields, IReadOnlyList<MessageType> nested, bool isMapEntry)
    {
        Fields = fields;
        Nested = nested;
        IsMapEntry = isMapEntry;
        for (var i = 0; i < fields.Count; i++)
        {
            _byNumber.TryAdd(fields[i].Number, i);
        }

        Shape = MessageShapes.Of(fullName, this);
    }

    /// <summary>Where the field of a number stands in <see cref="Fields"/>; -1 when there is none.</summary>
    internal int IndexOf(int number) => _byNumber.GetValueOrDefault(number, -1);
}
