using System.Globalization;
using System.Text;

namespace EndToEnd.Tests.Topics;

/// <summary>
/// Records of a topic of orders, one in a hundred malformed, of every kind in turn. Follows from the number of the record alone.
/// </summary>
internal static class OrderTopic
{
    internal const string Name = "shop.orders";
    internal const int MaxRecordBytes = 2_000;

    /// <summary>For each kind of malformed record the rule that it breaks and the beginning of the reason.</summary>
    internal static readonly (string Rule, string Reason)[] Kinds =
    [
        ("malformed", "It is no JSON object: "),
        ("type:order_id", "The text 'seven' of column "),
        ("required:customer_id", ""),
        ("malformed", "It is longer than 2,000 bytes"),
        ("malformed", "It has no payload: it is a tombstone"),
        ("malformed", "It has an empty payload."),
        ("malformed", "It is not valid UTF-8."),
        ("malformed", "It is no JSON object."),
        ("malformed", "It is no JSON object: "),
        ("type:amount", "The text '[1, 2]' of column "),
    ];

    private static readonly DateTime Day = DateTime.UtcNow.Date.AddDays(-1);

    internal static bool IsBad(int number) => number % 100 == 37;

    /// <summary>Place in <see cref="Kinds"/> of a malformed record.</summary>
    internal static int KindOf(int number) => number / 100 % Kinds.Length;

    internal static int CustomerOf(int number) => number % 997;

    internal static double AmountOf(int number) => number % 50 + 0.5;

    internal static byte[] KeyOf(int number) => Encoding.UTF8.GetBytes(CustomerOf(number).ToString(CultureInfo.InvariantCulture));

    internal static byte[]? ValueOf(int number)
    {
        if (!IsBad(number))
        {
            return Encoding.UTF8.GetBytes(Order(number));
        }

        return KindOf(number) switch
        {
            0 => "order 7, 3 pieces"u8.ToArray(),
            1 => Encoding.UTF8.GetBytes(Order(number).Replace($"\"id\": {number}", "\"id\": \"seven\"", StringComparison.Ordinal)),
            2 => Encoding.UTF8.GetBytes(Order(number).Replace("\"customer\"", "\"client\"", StringComparison.Ordinal)),
            3 => Encoding.UTF8.GetBytes(Order(number).Replace("}", $", \"note\": \"{new string('x', 3_000)}\"}}", StringComparison.Ordinal)),
            4 => null,
            5 => [],
            6 => [0x7B, 0xC3, 0x28, 0x7D],
            7 => Encoding.UTF8.GetBytes($"[{Order(number)}]"),
            8 => Encoding.UTF8.GetBytes(Order(number)[..20]),
            _ => Encoding.UTF8.GetBytes(Order(number).Replace("\"amount\": ", "\"amount\": [1, 2], \"was\": ", StringComparison.Ordinal)),
        };
    }

    private static string Order(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id": {{number}}, "customer": {{CustomerOf(number)}}, "at": "{{Day.AddMilliseconds(number * 100):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}", "amount": {{AmountOf(number)}}}""");

    internal const string Definitions = """
        kind: Domain
        name: shop
        owner: shop-team
        ---
        kind: Team
        name: shop-team
        contact: shop@example.com
        members: [ana]
        ---
        apiVersion: v3.1.0
        kind: DataContract
        id: orders
        name: orders
        version: 1.2.0
        status: active
        schema:
          - name: orders
            properties:
              - {name: order_id, logicalType: integer, required: true}
              - {name: customer_id, logicalType: integer, required: true}
              - {name: ordered_at, logicalType: timestamp, required: true}
              - {name: amount, logicalType: number}
        ---
        kind: Entity
        name: customer_id
        domain: shop
        owner: shop-team
        type: int64
        ---
        kind: Source
        name: orders
        domain: shop
        owner: shop-team
        contract: orders
        topic: TOPIC
        timestamp: ordered_at
        key: [customer_id]
        allowed_lateness: 2d
        max_ahead: 1d
        columns:
          - {name: order_id, from: id, type: int64}
          - {name: customer_id, from: customer, type: int64}
          - {name: ordered_at, from: at, type: timestamp}
          - {name: amount, type: double}
        ---
        kind: FeatureView
        name: last_order
        domain: shop
        owner: shop-team
        entities: [customer_id]
        source: orders
        features:
          - {name: order, type: int64, from: order_id}
          - {name: amount, type: double}
        ---
        kind: FeatureView
        name: orders_of_a_week
        domain: shop
        owner: shop-team
        entities: [customer_id]
        source: orders
        features:
          - {name: orders, aggregate: count, window: 7d}
          - {name: spent, aggregate: sum, of: amount, window: 7d}
        """;
}
