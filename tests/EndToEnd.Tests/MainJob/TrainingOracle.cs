namespace EndToEnd.Tests.MainJob;

/// <summary>The naive point-in-time answer: walk all lines of the customer and keep the newest at or before T; later lines win ties.</summary>
internal sealed class TrainingOracle
{
    private readonly Dictionary<long, List<RetailLine>> _byCustomer = [];

    internal TrainingOracle(IEnumerable<RetailLine> accepted)
    {
        foreach (var line in accepted)
        {
            if (!_byCustomer.TryGetValue(line.CustomerId!.Value, out var lines))
            {
                _byCustomer.Add(line.CustomerId.Value, lines = []);
            }

            lines.Add(line);
        }
    }

    internal IReadOnlyList<long> Customers => [.. _byCustomer.Keys.Order()];

    internal RetailLine? At(long customer, DateTime time)
    {
        RetailLine? newest = null;
        foreach (var line in _byCustomer.GetValueOrDefault(customer) ?? [])
        {
            if (line.InvoiceDate <= time && (newest is null || line.InvoiceDate >= newest.InvoiceDate))
            {
                newest = line;
            }
        }

        return newest;
    }

    /// <summary>A time of one of the customer's lines.</summary>
    internal DateTime SomeTimeOf(long customer, Random random)
    {
        var lines = _byCustomer[customer];
        return lines[random.Next(lines.Count)].InvoiceDate;
    }
}
