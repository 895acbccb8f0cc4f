namespace Ingestion.Ports;

/// <summary>The fields of one payload, as a reader of JSON lines would give them. Used again for the next one. Not thread-safe.</summary>
/// <param name="count">How many fields are asked for.</param>
public sealed class PayloadFields(int count)
{
    private static readonly RawField Null = new(IsNull: true, Quoted: false, default);

    private readonly RawField[] _fields = CreateNulls(count);
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the payload as a whole, for people; null when its fields can be read.</summary>
    public string? Damage { get; private set; }

    /// <summary>Whether the payload says nothing that could become an event, such as a heartbeat.</summary>
    public bool IsPassedOver { get; private set; }

    /// <summary>Names of fields that nobody asked for, in no order.</summary>
    public IReadOnlyCollection<string> Others => _others;

    /// <summary>The field that was asked for in that place; absent ones are null.</summary>
    public RawField this[int index] => _fields[index];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Fill(_fields, Null);
        _others.Clear();
        Damage = null;
        IsPassedOver = false;
    }

    /// <summary>
    /// Sets a field. Numbers and booleans are their literal text in JSON, unquoted; text, bytes in base64 and times in ISO 8601 or as the column's <c>format</c> says are quoted; lists and nested values are
    /// their JSON.
    /// </summary>
    public void Set(int index, RawField field) => _fields[index] = field;

    /// <summary>Notes a field that nobody asked for.</summary>
    /// <returns>Whether it was not there before.</returns>
    public bool AddOther(string name) => _others.Add(name);

    /// <summary>Says what is wrong with the payload: a sentence that begins with "It". The first one counts.</summary>
    public void Refuse(string damage) => Damage ??= damage;

    /// <summary>Says that the payload is neither an event nor wrong.</summary>
    public void PassOver() => IsPassedOver = true;

    private static RawField[] CreateNulls(int count)
    {
        var fields = new RawField[count];
        Array.Fill(fields, Null);
        return fields;
    }
}
