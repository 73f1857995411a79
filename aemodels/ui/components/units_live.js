// Shows nothing itself: hands on to the other components what the drawing does to the units.

export default function ({ data }) {
  tellUnits(data);
}
