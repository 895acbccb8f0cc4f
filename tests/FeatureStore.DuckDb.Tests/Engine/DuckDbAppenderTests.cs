using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;

namespace FeatureStore.DuckDb.Tests.Engine;

public sealed class DuckDbAppenderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(10_000)]
    public void Complete_RowsOfAnyChunkCount_AreAllThereInOrder(int count)
    {
        using var database = new TestDatabase();
        database.Connection.Execute("CREATE TEMP TABLE t (a BIGINT)", Token);
        using (var appender = database.Connection.Append("t", [new DataType(ScalarType.Int64)]))
        {
            for (var i = 0; i < count; i++)
            {
                appender.Set(0, (long)i);
                appender.EndRow();
            }

            appender.Complete();
        }

        using var reader = database.Connection.Query("SELECT a FROM t", Token);
        var next = 0L;
        while (reader.ReadChunk(out var chunk))
        {
            foreach (var value in chunk[0].Data<long>())
            {
                Assert.Equal(next++, value);
            }
        }

        Assert.Equal(count, next);
    }

    [Fact]
    public void Append_TableThatIsNotThere_NamesIt()
    {
        using var database = new TestDatabase();

        var exception = Assert.Throws<DuckDbException>(() => database.Connection.Append("missing", [new DataType(ScalarType.Int64)]));

        Assert.Contains("missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_ValueOfAnotherType_SaysBothTypes()
    {
        using var database = new TestDatabase();
        database.Connection.Execute("CREATE TEMP TABLE t (a BIGINT)", Token);
        using var appender = database.Connection.Append("t", [new DataType(ScalarType.Int64)]);

        var exception = Assert.Throws<ArgumentException>(() => appender.Set(0, Value.Of("x")));

        Assert.Contains("int64", exception.Message, StringComparison.Ordinal);
        Assert.Contains("string", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_TextOfEveryLengthAndScript_ComesBack()
    {
        var texts = Enumerable.Range(0, 5000).Select(static i => string.Concat(Enumerable.Repeat("é🚌", i % 40))).Append(new string('z', 20_000_000)).ToList();
        using var database = new TestDatabase();
        database.Connection.Execute("CREATE TEMP TABLE t (a VARCHAR)", Token);
        using (var appender = database.Connection.Append("t", [new DataType(ScalarType.String)]))
        {
            foreach (var text in texts)
            {
                appender.Set(0, Value.Of(text));
                appender.EndRow();
            }

            appender.Complete();
        }

        var read = new List<string>();
        using var reader = database.Connection.Query("SELECT a FROM t", Token);
        while (reader.ReadChunk(out var chunk))
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                read.Add(chunk[0].GetString(row));
            }
        }

        Assert.Equal(texts, read);
    }

    [Fact]
    public void Set_HalfASurrogatePair_IsWrittenAsTheReplacementCharacter()
    {
        using var database = new TestDatabase();
        database.Connection.Execute("CREATE TEMP TABLE t (a VARCHAR)", Token);
        using (var appender = database.Connection.Append("t", [new DataType(ScalarType.String)]))
        {
            appender.Set(0, Value.Of("a\ud83d"));
            appender.EndRow();
            appender.Complete();
        }

        using var reader = database.Connection.Query("SELECT a FROM t", Token);
        Assert.True(reader.ReadChunk(out var chunk));
        Assert.Equal("a\ufffd", Encoding.UTF8.GetString(chunk[0].GetBytes(0)));
    }
}
