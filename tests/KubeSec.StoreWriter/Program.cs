using System.Globalization;
using System.Text;
using KubeSec.Feedback;
using KubeSec.StoreWriter;

// One writer among many, and one that may be killed at any moment: records events and prints the number of the last
// that was acknowledged. STORE WRITER COUNT BATCH [FIRST]
string location = args[0];
int writer = int.Parse(args[1], CultureInfo.InvariantCulture);
int count = int.Parse(args[2], CultureInfo.InvariantCulture);
int batch = int.Parse(args[3], CultureInfo.InvariantCulture);
int first = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 0;

// What the first event costs a process is not what the store takes.
string warm = Path.Combine(Path.GetTempPath(), $"kubesec-warm-{Environment.ProcessId}");
await using (IncidentStore own = await IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Path.Combine(warm, "feedback.db") }))
{
    for (int i = 0; i < 30; i++)
    {
        await own.RecordAsync(new MemoryStream(Encoding.UTF8.GetBytes(GeneratedEvents.Falco(0, i))), "-");
    }
}

Directory.Delete(warm, recursive: true);
using Stream output = Console.OpenStandardOutput();
await using IncidentStore store = await IncidentStore.OpenAsync(new IncidentStoreOptions { Location = location, LockTimeout = TimeSpan.FromMinutes(5) });
output.Write("ready\n"u8);
output.Flush();
for (int i = first; i < first + count; i += batch)
{
    int many = Math.Min(batch, first + count - i);
    string text = string.Concat(Enumerable.Range(i, many).Select(number => GeneratedEvents.Falco(writer, number) + "\n"));
    RecordResult result = await store.RecordAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "-");
    if (result.Read != many || result.SetAsideCount != 0)
    {
        Console.Error.WriteLine(result);
        return 1;
    }

    output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i + many - 1} {result.Recorded}\n")));
    output.Flush();
}

return 0;
