using Catalog.Core.Values;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Proto = Catalog.Feast.Messages.Core;
using ValueType = Catalog.Feast.Messages.Types.ValueType.Types.Enum;

namespace Catalog.Feast.Registry;

/// <summary>What several of Feast's messages are made of.</summary>
internal static class CommonMessages
{
    /// <summary>The tag that names the owning domain, which Feast has no place for.</summary>
    internal const string DomainTag = "domain";

    /// <summary>What Feast's tags say of a word, since they are pairs.</summary>
    internal const string Given = "true";

    // Numbers of a list's type are ten more than those of its elements.
    private const int ListOffset = 10;

    /// <summary>The type here; null where there is none.</summary>
    internal static DataType? TypeOf(ValueType type) => type switch
    {
        >= ValueType.Bytes and <= ValueType.UnixTimestamp => new DataType((ScalarType)type),
        >= ValueType.BytesList and <= ValueType.UnixTimestampList => new DataType((ScalarType)((int)type - ListOffset), IsList: true),
        _ => null,
    };

    internal static ValueType TypeOf(DataType type) => (ValueType)((int)type.Element + (type.IsList ? ListOffset : 0));

    internal static Timestamp TimeOf(Instant time) => Timestamp.FromDateTime(time.ToDateTime());

    internal static Proto.FeatureSpecV2 Column(string name, DataType type, string? description = null)
        => new() { Name = name, ValueType = TypeOf(type), Description = description ?? string.Empty };

    /// <summary>Adds the words and the domain; a word that is called as the tag of the domain gives way to it.</summary>
    internal static void AddTo(MapField<string, string> tags, IEnumerable<string> words, string? domain = null)
    {
        foreach (var word in words)
        {
            tags[word] = Given;
        }

        if (domain is not null)
        {
            tags[DomainTag] = domain;
        }
    }
}
